"""Lessons: a question, two scenarios with the same luck, and what to look at."""
