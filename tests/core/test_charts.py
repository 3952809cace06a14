import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masterstvo.core.charts import columns_description, columns_svg, cumulative_svg, svg_to_png

values = st.one_of(st.none(), st.floats(0, 1e6), st.integers(0, 10**6))


def numbers_of(svg):
    return [
        float(node.get(name))
        for node in ET.fromstring(svg).iter()
        for name in ("y", "height", "y1", "cy")
        if node.get(name)
    ]


@given(st.lists(st.tuples(values, values), min_size=1, max_size=12))
def test_columns_stay_inside_the_picture(rows):
    plan, fact = zip(*rows, strict=True)

    svg = columns_svg(labels=range(len(rows)), plan=plan, fact=fact, description="<&>")

    assert all(0 <= number <= 220 for number in numbers_of(svg))


def test_columns_draw_no_bar_and_no_line_for_what_is_not_known():
    root = ET.fromstring(
        columns_svg(labels=["2025", "2026"], plan=[None, 10], fact=[3, None], description="д")
    )

    assert len(root.findall("rect")) == 1
    assert [line.get("class") for line in root.findall("line")] == ["gr", "pls"]
    assert [text.text for text in root.findall("text")].count("данных") == 1


def test_columns_height_is_in_proportion():
    root = ET.fromstring(columns_svg(labels=["1", "2"], plan=[10, 10], fact=[4, 8], description="д"))

    low, high = (float(rect.get("height")) for rect in root.findall("rect"))
    assert high == pytest.approx(low * 2, abs=0.2)


def test_description_tells_the_numbers():
    assert columns_description("План и факт", [2025, 2026], [10, None], [11.5, None]) == (
        "План и факт: 2025 — 11,5 при плане 10; 2026 — нет данных"
    )


@given(st.lists(st.integers(0, 500), max_size=12), st.one_of(st.none(), st.integers(0, 500)))
def test_cumulative_line_stays_inside_the_picture(totals, plan):
    left = 12 - len(totals)
    forecast = [totals[-1]] * left if totals else []

    svg = cumulative_svg(values=totals, plan=plan, forecast=forecast, description="д")

    assert all(-5 <= number <= 215 for number in numbers_of(svg))


def test_png_is_a_picture_of_the_asked_size():
    svg = columns_svg(labels=["2026"], plan=[10], fact=[8.9], description="д")

    png = svg_to_png(svg, zoom=2)

    assert png.startswith(b"\x89PNG")
    assert [int.from_bytes(png[16:20]), int.from_bytes(png[20:24])] == [1120, 440]


def test_png_draws_the_letters_and_not_empty_boxes():
    def picture(label):
        return svg_to_png(columns_svg(labels=[label], plan=[10], fact=[8], description="д"), zoom=1)

    assert picture("ноябрь") != picture("декабрь")
    assert picture("") != picture("ноябрь")
