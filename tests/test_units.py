"""Quarters as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies

from simulation.units import quarter_index, quarter_name, year_of


@given(strategies.integers(min_value=-60, max_value=800))
def test_a_quarter_is_read_as_it_was_written(quarter):
    assert quarter_index(quarter_name(quarter)) == quarter


def test_the_clock_starts_with_2015():
    assert quarter_index("2015Q1") == quarter_index("2015") == 0
    assert quarter_index("2031 Q2") == 65
    assert quarter_name(65) == "2031Q2"
    assert year_of(-1) == 2014


@pytest.mark.parametrize("text", ["2015Q5", "2015Q0", "15Q1", "2015-03", "", "2015Q11"])
def test_other_words_are_no_quarters(text):
    with pytest.raises(ValueError, match="is not a quarter such as 2031Q2"):
        quarter_index(text)
