import pytest

from simulation.report import words
from simulation.report.labels import apart, places, pushed_apart


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (900, "900"), (999.6, "1.0 k"), (3905, "3.9 k"), (93_240, "93 k"), (11.94e6, "11.9 mn"),
     (4.98e6, "5.0 mn"),
     (1.84e9, "1.8 bn"), (-0.84, "\N{MINUS SIGN}0.84"), (float("nan"), "?")],
)  # fmt: skip
def test_numbers_have_two_or_three_figures_and_a_unit(value, text):
    assert words.short(value) == text


def test_quarters_and_counts_are_written_as_people_write_them():
    assert words.quarter("2031Q4") == "2031 Q4"
    assert words.year("2015Q1") == 2015.125
    assert (words.count_word(9), words.count_word(37)) == ("Nine", "37")
    assert words.per_cent(0.0345) == "3.5\N{THIN SPACE}%"
    assert words.per_cent(1e-7) == "under 0.1\N{THIN SPACE}%"


def test_names_touch_neither_marks_nor_each_other():
    marks = [(50.0, 50.0, 10.0), (70.0, 50.0, 8.0), (50.0, 75.0, 6.0)]
    sizes = [(40.0, 8.0)] * 3
    found = places(marks, sizes, (0, 0, 200, 200))
    boxes = [(x, y, x + 40, y + 8) for x, y in found]
    rounds = [(x - r, y - r, x + r, y + r) for x, y, r in marks]
    assert all(apart(box, other) for box in boxes for other in [b for b in boxes if b != box] + rounds)


def test_a_name_without_room_is_left_out_and_a_free_one_stands_at_the_right():
    assert places([(50, 50, 5)], [(300, 8)], (0, 0, 100, 100)) == [None]
    assert places([(50, 50, 5)], [(20, 8)], (0, 0, 100, 100)) == [(58.0, 46.0)]


def test_labels_of_lines_keep_their_order_and_their_distance():
    heights = pushed_apart([5.0, 5.1, 9.9], 1.0, 0.0, 10.0)
    assert heights == [5.0, 6.0, 9.9]
    assert pushed_apart([9.9, 9.95, 10.0], 1.0, 0.0, 10.0) == [8.0, 9.0, 10.0]
