"""Commands of many runs, beside those of one run in cli.py; nothing heavy is imported before one is called."""
