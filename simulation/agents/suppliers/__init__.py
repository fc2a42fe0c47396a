"""Suppliers: makers of the inputs of one specialty (yarn, soles, dyes, blanks)."""
