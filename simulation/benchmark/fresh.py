"""What a fresh Python needs: to show its help, to be imported, to take a first step, to play a whole run."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import Any

FIRST_STEP = """
import json, time
start = time.perf_counter()
from simulation import load
from simulation.country.default import BASELINE
from simulation.quarter import advance
from simulation.quarter_zero.start import begin
imported = time.perf_counter() - start
now, given = begin(load(BASELINE).but(run_in_quarters=1))
begun = time.perf_counter() - start
advance(now, given)
print(json.dumps({"import_s": imported, "begun_s": begun, "first_step_s": time.perf_counter() - start}))
"""
WHOLE_RUN = """
import json, resource, sys, time
from pathlib import Path
from simulation import load, run
from simulation.country.default import BASELINE

def peak_bytes():
    # a child's ru_maxrss remembers its parent's size on Linux, the high-water mark of its own memory does not
    status = Path("/proc/self/status")
    if not status.exists():
        return 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    (line,) = [each for each in status.read_text().splitlines() if each.startswith("VmHWM")]
    return 1024 * int(line.split()[1])

scenario = load(BASELINE).but(scale=float(sys.argv[1]))
run(scenario, quarters=4, scale=0.01)
begun = time.process_time()
played = run(scenario, threads=int(sys.argv[2]))
own = time.process_time() - begun
print(json.dumps({"scale": scenario.scale, "threads": int(sys.argv[2]), "seconds": played.seconds,
    "own_seconds": own, "peak_bytes": peak_bytes(),
    "quarters": scenario.quarters, "run_in_quarters": scenario.run_in_quarters,
    "firms_at_the_end": float(played.nation.firms.iloc[-1])}))
"""


def cold_start(repeats: int = 5) -> dict[str, float]:
    """Seconds of `sez --help` and of the first quarter of the default 1:10 with kept code: the best of some [s]."""
    helped = []
    for _ in range(repeats):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "simulation", "--help"], check=True, capture_output=True)
        helped.append(time.perf_counter() - start)
    steps = [said_by(FIRST_STEP) for _ in range(2)]
    return {"help_s": min(helped), **min(steps, key=lambda each: float(each["first_step_s"]))}


def whole_run(scale: float, threads: int = 1) -> dict[str, Any]:
    """A whole run of the baseline in a process of its own, once loaded: seconds, with its recorder, and peak memory."""
    return said_by(WHOLE_RUN, str(scale), str(threads))


def said_by(script: str, *words: str) -> dict[str, Any]:
    """The JSON that a script prints in a fresh Python."""
    asked = [sys.executable, "-c", script, *words]
    done = subprocess.run(asked, check=True, capture_output=True, text=True)  # noqa: S603 - our own script
    told: dict[str, Any] = json.loads(done.stdout)
    return told
