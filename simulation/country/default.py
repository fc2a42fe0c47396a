"""The one name of a country in the code: what a scenario that names none plays in, and what is played unless told."""

DEFAULT = "pakistan"
"""The country of a scenario that names none."""
BASELINE = f"{DEFAULT}-baseline"
"""The scenario that is played, measured or compared with where none is named."""
