from types import SimpleNamespace

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from invented import QUARTERS, clusters, loans, nation, zones_that_owe
from PIL import Image

from simulation import load
from simulation.country.finding import country_of
from simulation.report import (
    canvas,
    draw_all,
    finance_picture,
    ground,
    growth_picture,
    loan_books,
    map_picture,
    own_zones,
    plain_picture,
)
from simulation.report.png import png

PAKISTAN = country_of("pakistan")
LAND = ground.land_of(PAKISTAN)
ABOUT = canvas.About("pakistan-baseline", 7, 10.0, "0.1.0", PAKISTAN)


def a_run(plain=None, **changed):
    kinds = pd.DataFrame({"quarter": QUARTERS * 2, "specialty": ["a"] * 164 + ["b"] * 164, "workers": 5.0})
    tables = {
        "nation": nation(),
        "zones": zones_that_owe(),
        "specialties": kinds,
        "clusters": clusters(),
        "loans": loans(),
    }
    tables |= changed
    scenario = SimpleNamespace(name="pakistan-baseline", seed=7, weight=10.0, plain=plain, zones={}, country="pakistan")
    return SimpleNamespace(tables={n: pa.Table.from_pandas(t) for n, t in tables.items()}, scenario=scenario)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pictures")
    return draw_all(a_run(), folder)


def test_three_pictures_are_small_wide_enough_and_have_words_beside_them(drawn):
    assert [path.name for path in drawn] == ["growth.png", "map.png", "finance.png"]
    for path in drawn:
        assert path.stat().st_size < 400_000
        with Image.open(path) as picture:
            assert picture.width == pytest.approx(170 / 25.4 * 200, abs=2)
            assert picture.text["Description"] == path.with_suffix(".txt").read_text(encoding="utf-8").strip()
        assert "seed 7" in path.with_suffix(".txt").read_text(encoding="utf-8")


def test_the_same_run_gives_the_same_bytes(drawn, tmp_path):
    for one, other in zip(drawn, draw_all(a_run(), tmp_path), strict=True):
        assert one.read_bytes() == other.read_bytes()


def test_a_picture_is_read_back_pixel_by_pixel(tmp_path):
    pixels = np.random.default_rng(1).integers(0, 255, (7, 5, 3), dtype=np.uint8)
    (tmp_path / "a.png").write_bytes(png(pixels, 200, {"Title": "Größe"}))
    with Image.open(tmp_path / "a.png") as picture:
        assert (np.asarray(picture) == pixels).all()
        assert picture.text == {"Title": "Größe"}
        assert picture.info["dpi"] == pytest.approx((200, 200), abs=0.1)


def test_drawing_leaves_no_state_behind():
    import matplotlib

    before = dict(matplotlib.rcParams)
    with canvas.sheet(50.0):
        pass
    assert dict(matplotlib.rcParams) == before


def test_a_title_is_a_finding_that_the_numbers_bear_out():
    table = nation()
    assert growth_picture.title(table, "", 0.0).startswith("Workers grow from 5.0 mn to")
    assert growth_picture.title(table[::-1], "", 0.0).startswith("Workers fall from")
    assert growth_picture.title(table.assign(workers=5e6), "CPEC zones", 0.03) == (
        "Workers stay near 5.0 mn; CPEC zones hold 3.0\N{THIN SPACE}%"
    )
    assert map_picture.title(0, 0) == "No town carries a name"
    assert map_picture.title(1, 0) == "One town carries a name; none have grown together"
    assert map_picture.title(37, 2) == "37 towns carry a name; two groups have grown together"


def test_unpaid_service_is_told_from_its_first_year_and_full_payment_with_its_peak():
    assert finance_picture.title(books(0.5)).startswith("From 2027 service is not paid in full")
    assert finance_picture.title(books(1.0)).startswith("All debt service is paid; it peaks at")


def books(paying):
    return loan_books.Books(QUARTERS, loans(paying))


def test_paid_never_exceeds_due_and_what_is_short_is_the_difference():
    kept = books(0.5)
    assert (kept.paid <= kept.all_due + 1e-6).all()
    assert kept.unpaid.max() == pytest.approx((kept.all_due - kept.paid).max())
    assert sum(kept.due_by(kept.loans.lender).values()) == pytest.approx(kept.all_due)


def test_the_cover_ratio_is_of_the_zones_that_owe_and_only_while_they_owe():
    own = loan_books.ZoneBooks(QUARTERS, loans(1.0), zones_that_owe())
    assert set(own.loans.loan) == {"rashakai"}
    assert np.isnan(own.covers["rashakai"][:40]).all()
    assert np.nanmin(own.covers["rashakai"]) == pytest.approx(0.54, abs=0.02)


def test_a_zone_has_the_same_place_and_so_colour_in_every_panel_of_zones():
    short = loans(1.0).query("loan == 'rashakai'")
    long = short.assign(loan="bostan", borrower="zone:bostan", balance_usd_mn=2.0 * short.balance_usd_mn)
    long["contractual_usd_mn"] = 0.5 * short.contractual_usd_mn  # owes more, and is asked for less
    own = loan_books.ZoneBooks(QUARTERS, pd.concat([short, long], ignore_index=True), zones_that_owe())
    assert list(own.due_by(own.names, "balance_usd_mn")) == own.owing == list(own.covers) == ["bostan", "rashakai"]


def test_small_arrears_of_zones_are_told_and_not_hidden_behind_the_book():
    table = loans(1.0)
    table.loc[(table.loan == "rashakai") & (table.quarter > "2030"), "arrears_usd_mn"] = 12.0
    assert finance_picture.title(loan_books.Books(QUARTERS, table)) == (
        "Only zones fall behind, from 2030; arrears reach 12 mn"
    )


def test_a_guarantee_that_is_called_is_the_finding_where_nothing_stays_unpaid():
    table = loans(0.5)
    table = table.assign(guarantee_called_usd_mn=table.contractual_usd_mn - table.paid_usd_mn, arrears_usd_mn=0.0)
    kept = loan_books.Books(QUARTERS, table)
    assert kept.unpaid.max() == pytest.approx(0.0, abs=1.0)  # of a dollar
    assert finance_picture.title(kept).startswith("The treasury's guarantee is called from")


def test_what_zones_can_pay_is_never_above_what_is_due():
    zones = zones_that_owe()
    own = loan_books.ZoneBooks(QUARTERS, loans(1.0), zones)
    due = loan_books.a_year(zones[zones.zone == "rashakai"].debt_service_due_usd_mn) * 1e6
    assert (own.able <= due + 1e-6).all()
    ratio = own.covers["rashakai"]
    short = ratio < 0.9
    assert short.any()
    assert own.able[short] == pytest.approx((ratio * due)[short])


def test_every_kind_of_workout_is_told_with_the_quarter_in_which_it_came():
    table = loans(1.0)
    assert loan_books.Books(QUARTERS, table.assign(workout="")).agreed() == {}
    table["workout"] = np.where(table.quarter >= "2031Q2", "haircut", "")
    assert loan_books.Books(QUARTERS, table).agreed() == {"haircut": "2031Q2"}


@pytest.mark.parametrize("which", ["growth", "map", "finance", "plain"])
def test_titles_and_subtitles_fit_the_sheet(which):
    words = {
        "growth": growth_picture.told(nation(), {"Allama Iqbal": np.ones(164)}, "CPEC zones", ABOUT),
        "map": map_picture.told(clusters()[clusters().quarter == "2055Q4"], "2055Q4", ABOUT),
        "finance": finance_picture.told(books(0.5), None, ABOUT),
        "plain": plain_picture.told(clusters().head(0), "2055Q4", ABOUT),
    }[which]
    assert len(words.title) <= canvas.TITLE_LONGEST
    with canvas.sheet(50.0) as figure:
        canvas.write(figure, words)
        edge = figure.bbox.width
        assert all(t.get_window_extent(figure.canvas.get_renderer()).x1 <= edge for t in figure.texts)


def test_a_run_without_zones_loans_or_clusters_still_has_its_pictures(tmp_path):
    plain = SimpleNamespace(rows=20, columns=30)
    empty = {"zones": zones_that_owe().head(0), "loans": loans().head(0)}
    some = clusters().head(6).assign(quarter="2055Q4", longitude_deg=1.5, latitude_deg=1.0)
    for name, found in (("none", clusters().head(0)), ("some", some)):
        folder = tmp_path / name
        folder.mkdir()
        assert len(draw_all(a_run(plain, clusters=found, **empty), folder)) == 3
    assert len(draw_all(a_run(clusters=clusters().head(0)), tmp_path)) == 3


def test_the_hull_holds_its_points_with_room_around_them():
    line = ground.hull([(0.0, 0.0), (100.0, 0.0)], 20.0)
    assert line[:, 0].min() == pytest.approx(-20)
    assert line[:, 0].max() == pytest.approx(120)
    assert np.abs(line[:, 1]).max() == pytest.approx(20)


def test_all_nine_zones_fall_inside_the_map():
    west, south, east, north = LAND.frame(LAND.window)
    assert LAND.zones().shape == (9, 2)
    assert ((LAND.zones() > (west, south)) & (LAND.zones() < (east, north))).all()


def test_no_word_of_the_growth_picture_leaves_the_sheet():
    items = {f"Zone {n}": np.linspace(0, 16_100, 164) for n in range(9)}
    with canvas.sheet(growth_picture.HEIGHT_MM) as figure:
        growth_picture.draw(figure, nation(), items, "Nine CPEC zones")
        canvas.write(figure, growth_picture.told(nation(), items, "CPEC zones", ABOUT))
        figure.canvas.draw()
        written = [text for axes in figure.axes for text in axes.texts] + figure.texts
        boxes = [text.get_window_extent() for text in written]
    assert all(box.x0 >= 0 and box.x1 <= figure.bbox.width for box in boxes)


def test_a_zone_that_the_scenario_places_carries_its_name_on_the_map():
    placed = own_zones.placed_by(load("pakistan-own_zone_khuzdar").zones, PAKISTAN)
    assert [zone.name for zone in placed] == ["Khuzdar Industrial Zone"]
    with canvas.sheet(map_picture.HEIGHT_MM) as figure:
        map_picture.draw(figure, clusters(), 1.0, 2055, LAND, placed)
        written = [text.get_text() for axes in figure.axes for text in axes.texts]
        squares = [len(marks.get_offsets()) for axes in figure.axes for marks in axes.collections]
    assert "Khuzdar Industrial Zone" in written
    assert 10 in squares  # the corridor's nine and this one
