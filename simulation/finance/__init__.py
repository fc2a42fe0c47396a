"""Money: loans, workouts, ledger, treasury and nation; `institutions.py` is the one facade the phases call."""
