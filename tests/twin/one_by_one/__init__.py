"""The plain twin: every firm and supplier an object that acts one by one in interpreted Python.

It asks the same rules (uncompiled) and the same keyed luck (one identity at a time), adds with `table.total`, and
leaves institutions to `simulation.institutions`. Everything else, how firms and suppliers act and how they meet in
markets, is written anew from the model's prose: it shares no phase with the engine, whose numbers it must meet to the
last bit.
"""
