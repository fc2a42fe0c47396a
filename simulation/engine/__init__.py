"""The engine: rules, compiled loops, tables and keyed luck; the same bits everywhere, fast."""
