"""Which settings decide an outcome: Morris's screen and Sobol's indices, computed by SALib from finished runs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from simulation.comparison.reading import Finished
from simulation.ensemble.designs import of_extra, unit_points, unit_problem
from simulation.ensemble.experiment import Design
from simulation.scenario.faults import Fault, ScenarioFaults


def design_of(ensemble: Finished) -> Design:
    """The design of an ensemble, if it is one that sensitivity can be read from."""
    told = ensemble.about["asked"].get("design")
    design = Design.model_validate(told) if told else None
    if design is None or design.kind not in ("morris", "sobol"):
        text = f"a design of kind {design.kind if design else 'none'} found; morris or sobol would be right"
        raise ScenarioFaults([Fault(str(ensemble.folder), "design.kind", text)])
    return design


def outcomes(ensemble: Finished, measure: str, quarter: str | None) -> Any:
    """Mean over the seeds of a measure of the nation at every point of the design."""
    cube = ensemble.measure(measure)
    if quarter is not None:
        if quarter not in ensemble.quarters:
            right = f"{ensemble.quarters[0]} to {ensemble.quarters[-1]} would be right"
            raise ScenarioFaults([Fault("--quarter", "", f"{quarter} found; {right}")])
        chosen = cube[:, :, ensemble.quarters.index(quarter)]
    else:
        told = np.flatnonzero(np.isfinite(cube).any(axis=(0, 1)))
        chosen = cube[:, :, told[-1] if told.size else -1]
    missing = int((~np.isfinite(chosen)).all(axis=1).sum())
    if missing:
        text = f"{missing} points have no run that tells it (a yearly measure, or failed runs); indices need all points"
        raise ScenarioFaults([Fault(str(ensemble.folder), measure, text)])
    return np.nanmean(chosen, axis=1)


def indices(ensemble: Finished, measure: str, quarter: str | None = None) -> pa.Table:
    """Setting, effect, its 95 % half-width, and the second index; the strongest first.

    Morris: `effect` is mu*, the mean absolute effect of going from low to high, in units of the outcome, and `second`
    is sigma, which is large where the effect depends on other settings. Sobol: `effect` is the total index ST, with
    all interactions, and `second` is the first-order index S1, alone; both are shares of the variance.
    Morris (1991), Technometrics 33(2); Campolongo et al. (2007); Saltelli et al. (2010), Comput. Phys. Commun. 181.
    """
    design = design_of(ensemble)
    values = outcomes(ensemble, measure, quarter)
    scenarios = len(values) // len(unit_points(design))
    if scenarios != 1:
        text = f"{scenarios} scenarios or overlays found; sensitivity reads one scenario without overlays"
        raise ScenarioFaults([Fault(str(ensemble.folder), "scenarios", text)])
    rows = _morris(design, values) if design.kind == "morris" else _sobol(design, values)
    return pa.Table.from_pylist(sorted(rows, key=lambda row: -row["effect"]))


def _morris(design: Design, values: Any) -> list[dict[str, Any]]:
    problem, module = unit_problem(design), of_extra("SALib.analyze.morris", "SALib")
    points = np.array(unit_points(design))
    found = module.analyze(problem, points, values, num_levels=design.levels, seed=design.seed)
    return [
        _row(name, "mu_star, sigma", found["mu_star"][n], found["mu_star_conf"][n], found["sigma"][n], None)
        for n, name in enumerate(problem["names"])
    ]


def _sobol(design: Design, values: Any) -> list[dict[str, Any]]:
    problem, module = unit_problem(design), of_extra("SALib.analyze.sobol", "SALib")
    found = module.analyze(problem, values, calc_second_order=False, seed=design.seed)
    return [
        _row(name, "ST, S1", found["ST"][n], found["ST_conf"][n], found["S1"][n], found["S1_conf"][n])
        for n, name in enumerate(problem["names"])
    ]


def _row(name: str, method: str, effect: Any, half: Any, second: Any, second_half: Any) -> dict[str, Any]:
    """One setting's indices as plain numbers."""
    return {
        "setting": name,
        "indices": method,
        "effect": float(effect),
        "effect_half_width_95": float(half),
        "second": float(second),
        "second_half_width_95": float("nan") if second_half is None else float(second_half),
    }
