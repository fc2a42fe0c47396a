"""Names that towns earn as time passes, and the way from one named town to the next."""

from __future__ import annotations

from collections.abc import Sequence

from simulation.page.frames import Frame, Named
from simulation.page.ground import Ground


def earned(frames: Sequence[Frame]) -> list[tuple[str, Named]]:
    """Quarter and cluster of each name that was not there in the first frame, latest first."""
    known = {cluster.key for cluster in frames[0].named} if frames else set()
    found = []
    for frame in frames:
        for cluster in frame.named:
            if cluster.key not in known:
                known.add(cluster.key)
                found.append((frame.quarter, cluster))
    return found[::-1]


def toward(named: Sequence[Named], pointed: str, way: tuple[int, int], ground: Ground) -> Named:
    """The nearest cluster that lies rather in this direction (east, north) than across it; else the same one."""
    here = next((each for each in named if each.key == pointed), None)
    if here is None:
        return named[0]

    def off(other: Named) -> tuple[float, float]:
        east, north = ground.x[other.cell] - ground.x[here.cell], ground.y[other.cell] - ground.y[here.cell]
        return east * way[0] + north * way[1], abs(east * way[1]) + abs(north * way[0])

    ahead = [each for each in named if off(each)[0] > 0 and off(each)[1] <= off(each)[0]]
    return min(ahead, key=lambda each: (off(each)[0] + off(each)[1], each.key), default=here)
