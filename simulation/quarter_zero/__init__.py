"""From the seeds to the economy at quarter zero, near its steady state (docs/explanation/quarter_zero.md)."""
