"""What is asked: a scenario file, checked, with all it extends."""
