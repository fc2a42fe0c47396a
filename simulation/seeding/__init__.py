"""WHAT IS GIVEN: from the seeds to the economy at quarter zero."""
