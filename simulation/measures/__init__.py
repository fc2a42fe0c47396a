"""WHAT IS SEEN: concentration, clusters, networks, sizes, growth, people; `Recorder` takes them down."""

from simulation.measures.recorder import Recorder

__all__ = ["Recorder"]
