"""Rules about a jobspec and the cluster it goes to; they run when a state is given."""
