"""Keeping: folders of runs and of checkpoints, with what made them."""
