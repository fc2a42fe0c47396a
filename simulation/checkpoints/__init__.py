"""A run kept half way, and gone on with: Parquet for columns, JSON for the rest, and nothing that could be executed.

sheets.py    the recorder's rows so far as one table each
state.py     the economy, what was fitted and the recorder as plain data and columns, and back
keeping.py   the folder of a checkpoint: written whole or not at all, checked when it is read
"""

from simulation.checkpoints.keeping import (
    Checkpoint,
    Checkpoints,
    RefusedError,
    clear,
    found,
    has_checkpoint,
    standing_of,
)

__all__ = ["Checkpoint", "Checkpoints", "RefusedError", "clear", "found", "has_checkpoint", "standing_of"]
