"""Firms: each makes one specialty in one place. One file a decision."""
