"""How fast the engine is: yardsticks side by side, time and bytes of every phase, the limit of the machine.

`sez bench` measures and prints; benchmarks/README.md says how and keeps the figures.
"""
