"""Money: loans and their accounts, terms and workouts, the ledger, the treasury, the nation."""
