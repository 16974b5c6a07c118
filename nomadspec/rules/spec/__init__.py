"""Rules about one of the other kinds of specification."""
