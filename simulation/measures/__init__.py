"""WHAT IS SEEN: measures declared once, and the one observer of tables, page, Mesa and comparisons."""
