"""What follows from changes: evaluations played one after another on one state; how much room is left; what has drifted."""
