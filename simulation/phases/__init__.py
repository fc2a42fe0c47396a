"""The phases of a quarter: each takes the economy and what is given, and returns the economy after it.

A phase gathers, asks the rules and names what changes; it has no equation of its own.
"""
