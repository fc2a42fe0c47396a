"""Telling: what the commands say of a run, its loans and its books."""
