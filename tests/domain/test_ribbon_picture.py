"""The ribbon as a page carries it: the hours read out of the picture."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from flask import Flask, render_template_string
from flask_babel import Babel

from tests.support.ribbons import TOKYO, drawn, rows
from webinars.domain.hours import Level, level_at
from webinars.domain.ribbon import Ribbon, RibbonCity
from webinars.domain.timezones import to_local, to_utc
from webinars.letters.times import date_words

TEMPLATES = Path(__file__).parents[2] / "templates"


# --- the drawing as a page carries it -----------------------------------------------------------------------


def page(drawing: Ribbon | None) -> str:
    app = Flask("ribbon", template_folder=str(TEMPLATES))
    Babel(app)
    app.add_template_filter(date_words)
    with app.test_request_context():
        return render_template_string(
            "{% from '_ribbon.html' import ribbon with context %}{{ ribbon(drawing, title) }}",
            drawing=drawing,
            title="Who is <awake> when",
        )


def pictures(drawing: Ribbon) -> list[ET.Element]:
    return [ET.fromstring(svg) for svg in re.findall(r"<svg .*?</svg>", page(drawing), re.DOTALL)]


FIVE = [
    ("Tokyo", "Asia/Tokyo", {"night": ["00:00-06:00", "23:00-00:00"], "work": ["09:00-18:00"]}),
    ("Kathmandu", "Asia/Kathmandu", {"night": ["23:00-06:00"], "work": ["09:00-18:00"]}),
    ("Los Angeles", "America/Los_Angeles", {"night": ["23:00-06:00"], "work": ["09:00-18:00"]}),
    ("Paris", "Europe/Paris", {"night": ["23:00-06:00"], "work": ["16:00-18:00", "09:00-16:00"]}),
    (
        "Rio de Janeiro",
        "America/Sao_Paulo",
        {"night": ["23:00-06:00"], "work": ["12:00-18:00", "09:00-12:00"]},
    ),
]


@pytest.fixture(scope="module")
def wide() -> ET.Element:
    kathmandu = RibbonCity("Kathmandu", "Asia/Kathmandu")
    return pictures(drawn(rows(more=[kathmandu])))[0]


def bar(picture: ET.Element, zone: str) -> list[ET.Element]:
    return picture.findall(f".//g[@data-zone='{zone}']")[0].findall("rect")


@pytest.mark.parametrize(("city", "zone", "hours"), FIVE)
def test_the_drawn_hours_are_those_of_the_citys_own_clock(
    wide: ET.Element, city: str, zone: str, hours: dict[str, list[str]]
) -> None:
    read: dict[str, list[str]] = {"night": [], "work": []}
    for rect in bar(wide, zone):
        begins, ends = (
            to_local(datetime.fromisoformat(rect.attrib[key]), zone) for key in ("data-from", "data-to")
        )
        read.setdefault(rect.attrib["data-level"], []).append(f"{begins:%H:%M}-{ends:%H:%M}")
    assert {level: read[level] for level in hours} == hours


@pytest.mark.parametrize(("city", "zone", "hours"), FIVE)
def test_every_minute_stands_where_its_hour_is_drawn(
    wide: ET.Element, city: str, zone: str, hours: dict[str, list[str]]
) -> None:
    rects = bar(wide, zone)
    width = sum(float(rect.attrib["width"]) for rect in rects)
    midnight = to_utc(datetime(2021, 11, 24), TOKYO)  # noqa: DTZ001 (a wall clock)
    meant = {Level.GOOD: "work", Level.FORBIDDEN: "night"}
    for minute in range(2, 24 * 60, 5):  # in the middle of each five minutes, a tenth of a pixel off any edge
        x = width * minute / (24 * 60)
        found = next(rect for rect in reversed(rects) if float(rect.attrib["x"]) <= x)
        local = to_local(midnight + timedelta(minutes=minute), zone)
        level = level_at(local.hour * 60 + local.minute)
        assert found.attrib["data-level"] == meant.get(level, "edge"), f"{local:%H:%M} in {city}"


def test_the_parts_stand_at_their_hours(wide: ET.Element) -> None:
    bars = bar(wide, TOKYO)
    width = sum(float(rect.attrib["width"]) for rect in bars)
    groups = wide.findall(".//g[@transform]")
    left = float(re.findall(r"translate\((\S+) ", groups[0].attrib["transform"])[0])
    bands = wide.findall(".//rect[@data-part]")
    hours = [
        ((float(band.attrib["x"]) - left) / width * 24, float(band.attrib["width"]) / width * 24 * 60)
        for band in bands
    ]
    assert [band.attrib["data-part"] for band in bands] == ["morning", "evening"]
    assert [hour for hour, _ in hours] == pytest.approx([10, 17], abs=0.01)
    assert [minutes for _, minutes in hours] == pytest.approx([155, 145], abs=0.5)


def test_the_narrow_drawing_uses_each_bar_of_the_wide_one() -> None:
    one, other = pictures(drawn(rows()))
    ids = [group.attrib["id"] for group in one.findall(".//g[@data-zone]")]
    assert [use.attrib["href"] for use in other.findall(".//use")] == [f"#{name}" for name in ids]
    assert len(set(ids)) == 14


def test_a_drawing_has_a_title_and_says_what_it_shows() -> None:
    for picture in pictures(drawn(rows())):
        assert picture.attrib["role"] == "img"
        title, description = picture.attrib["aria-labelledby"].split()
        texts = {one.attrib["id"]: one.text or "" for one in picture if one.tag in {"title", "desc"}}
        assert texts[title] == "Who is <awake> when"
        assert texts[description].startswith(
            "“Morning part” starts at 10:00 in Tokyo. Cities in working hours: 7."
        )


def test_the_page_says_in_words_what_the_drawing_shows() -> None:
    words = re.sub(
        r"\s+", " ", re.sub(r"<[^>]+>", " ", page(drawn(rows())).replace("&#8288;", "").split("<details")[1])
    )
    assert (
        "Los Angeles UTC−8 Tuesday 17:00–19:35 previous day early or late Wednesday 00:00–02:25 night"
        in words
    )


def test_a_drawing_carries_no_style_and_no_script_and_names_are_escaped() -> None:
    html = page(drawn([RibbonCity("<b>Café & Co</b>", TOKYO, is_host=True)]))
    assert "style=" not in html
    assert "<script" not in html
    assert "&lt;b&gt;Café &amp; Co&lt;/b&gt;" in html
    assert "<b>" not in html


def test_no_drawing_leaves_no_trace() -> None:
    assert page(None).strip() == ""


def test_a_page_with_21_cities_carries_less_than_40_kilobytes_of_ribbon() -> None:
    more = [
        RibbonCity(f"City number {place}", zone)
        for place, zone in enumerate(["Asia/Kathmandu", "Pacific/Auckland", "Asia/Kolkata", "Asia/Dubai"] * 2)
    ]
    drawing = drawn(rows(reader="Paris", more=more[:7]))
    assert len(drawing.rows) == 21
    assert len(page(drawing).encode()) < 40_000
