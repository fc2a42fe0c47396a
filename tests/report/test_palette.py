"""The palette's distances are recomputed (CIEDE2000 after Sharma, Wu and Dalal 2005; sight by Machado et al. 2009)."""

from itertools import combinations

import numpy as np
import pytest

from simulation.country.finding import country_of
from simulation.report.palette import mark_of, marks_of, shades

PAKISTAN = country_of("pakistan")

PROTAN = np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]])
DEUTAN = np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]])
TRITAN = np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]])
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


def linear(hexadecimal):
    part = np.array([int(hexadecimal[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    t = (TO_XYZ @ np.clip(rgb, 0, 1)) / np.array([0.95047, 1.0, 1.08883])
    f = np.where(t > 216 / 24389, np.cbrt(t), (24389 / 27 * t + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def ciede2000(one, other):
    (l1, a1, b1), (l2, a2, b2) = one, other
    middle = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    g = 0.5 * (1 - np.sqrt(middle**7 / (middle**7 + 25**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)) % 360, np.degrees(np.arctan2(b2, a2)) % 360
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    dl, dc, dh = l2 - l1, c2 - c1, 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    lm, cm = (l1 + l2) / 2, (c1 + c2) / 2
    hm = h1 + h2 if c1 * c2 == 0 else (h1 + turn / 2) % 360
    t = (1 - 0.17 * np.cos(np.radians(hm - 30)) + 0.24 * np.cos(np.radians(2 * hm))
         + 0.32 * np.cos(np.radians(3 * hm + 6)) - 0.20 * np.cos(np.radians(4 * hm - 63)))  # fmt: skip
    sl, sc, sh = 1 + 0.015 * (lm - 50) ** 2 / np.sqrt(20 + (lm - 50) ** 2), 1 + 0.045 * cm, 1 + 0.015 * cm * t
    rotation = -np.sin(np.radians(60 * np.exp(-(((hm - 275) / 25) ** 2)))) * 2 * np.sqrt(cm**7 / (cm**7 + 25**7))
    return np.sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dh / sh) ** 2 + rotation * dc / sc * dh / sh)


def test_the_distance_formula_gives_published_values():
    assert ciede2000((50, 2.6772, -79.7751), (50, 0, -82.7485)) == pytest.approx(2.0425, abs=1e-4)
    assert ciede2000((50, 2.5, 0), (73, 25, -18)) == pytest.approx(27.1492, abs=1e-4)


@pytest.mark.parametrize(("sight", "least"), [(np.eye(3), 11), (PROTAN, 11), (DEUTAN, 11), (TRITAN, 11)])
def test_any_two_specialties_can_be_told_apart_in_every_sight(sight, least):
    colours = [lab(sight @ linear(shade.colour)) for shade in shades().values()]
    assert min(ciede2000(a, b) for a, b in combinations(colours, 2)) >= least


def test_within_one_shape_colours_are_far_apart():
    looks = list(shades().values())
    pairs = [(a, b) for a, b in combinations(looks, 2) if a.marker == b.marker]
    for sight in (np.eye(3), PROTAN, DEUTAN, TRITAN):
        assert min(ciede2000(lab(sight @ linear(a.colour)), lab(sight @ linear(b.colour))) for a, b in pairs) >= 17


def test_every_specialty_has_its_own_letter_and_a_short_name():
    marks = marks_of(PAKISTAN)
    assert set(marks) == set(PAKISTAN.specialty_keys)
    assert len({mark.letter for mark in marks.values()}) == len({mark.shade for mark in marks.values()}) == len(marks)
    assert mark_of("specialty_3", PAKISTAN).specialty == "other"
