"""Pictures of a run that a person would frame: growth.png, map.png, finance.png, and what they show in words."""

from simulation.report.drawing import draw_all

__all__ = ["draw_all"]
