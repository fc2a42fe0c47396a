"""The model in Mesa's own live view: pip install "mesa[viz]"; solara run examples/mesa_live.py (needs internet)."""

from pathlib import Path

from mesa.visualization import Slider, SolaraViz, make_plot_component, make_space_component
from mesa.visualization.components import PropertyLayerStyle

from simulation.model import Model

SCENARIO = str(Path(__file__).parents[1] / "scenarios/pakistan/baseline.toml")


def layer(name: str) -> PropertyLayerStyle | None:
    """Draw how many work in each cell, up to 2,000 of the simulated, and nothing else."""
    return PropertyLayerStyle(colormap="YlOrBr", vmin=0, vmax=2000) if name == "workers" else None


parameters = {"asked": SCENARIO, "scale": Slider("scale", 0.02, 0.01, 0.1, 0.01), "seed": Slider("seed", 1, 1, 20, 1)}
map_of_work = make_space_component(propertylayer_portrayal=layer)
page = SolaraViz(
    Model(SCENARIO, scale=0.02, seed=1),
    components=[map_of_work, make_plot_component("workers"), make_plot_component("exports_usd_mn")],
    model_params=parameters,
    name="Clusters in Pakistan",
)
