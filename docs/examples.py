"""Runs the examples of the pages and puts in what they print; takes the README's map from a kept run.

python docs/examples.py                                   the examples (a minute or two)
python docs/examples.py --map results/pakistan-baseline/<run id>/map.png
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
PAGES = (HERE.parent / "README.md", HERE / "how-to" / "compare_two_scenarios.md")
EXAMPLE = re.compile(r"(```python\n(?P<code>.*?)```\n\nprints\n\n```\n)(?P<said>.*?)(```)", re.DOTALL)
COLOURS_OF_MAP = 256


def played(found: re.Match[str]) -> str:
    """An example with what it prints today."""
    done = subprocess.run([sys.executable, "-c", found["code"]], check=True, capture_output=True, text=True)  # noqa: S603
    return f"{found[1]}{done.stdout}{found[4]}"


def small(picture: Path, to: Path) -> None:
    """A picture with a palette of its own colours, so that the checkout stays small and no shade is lost."""
    from PIL import Image

    octree = Image.Quantize.FASTOCTREE  # keeps the colours of small marks, where median cut mixes them
    Image.open(picture).convert("RGB").quantize(COLOURS_OF_MAP, method=octree).save(to, optimize=True)


def main() -> None:
    """Refresh the pages, or the map."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--map", type=Path, help="map.png of a kept run, for the README")
    picture: Path | None = parser.parse_args().map
    if picture is not None:
        small(picture, HERE / "images" / "map.png")
        return
    for page in PAGES:
        page.write_text(EXAMPLE.sub(played, page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
