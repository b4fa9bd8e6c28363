"""From dates to a programme: the page proposes what the command line finds, and the seminar follows it."""

import json
import re
from html import unescape

from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from tests.support.organisers import signed_in
from tests.support.planning import HERE, SLUG, a_draft_to_plan
from tests.support.tokyo import PRESENTING
from webinars.cli.planning import plan as plan_command

ASKED = {
    "first_date": "2026-11-23",
    "last_date": "2026-11-27",
    "parts": "155, 145",
    "gap": "60",
    "grid": "15",
    "span_days": "1",
    "presence": "whole",
}
HOURS = {
    "preferred": ["09:00", "18:00"],
    "acceptable": ["08:00", "21:00"],
    "possible": ["06:00", "23:00"],
    "days_off": [5, 6],
    "holidays": [],
    "unavailable": [],
}


def at_the_command_line(fairness: str) -> list[str]:
    """Return the starts (UTC) that `webinars plan` finds for the same cities and dates."""
    cities = [("Tokyo", "Asia/Tokyo", "all"), *((name, zone, "one") for name, zone, _ in PRESENTING)]
    problem = {
        "host": "Tokyo",
        "first_date": ASKED["first_date"],
        "last_date": ASKED["last_date"],
        "grid": 15,
        "parts": [155, 145],
        "gap": 60,
        "span_days": 1,
        "cities": [HOURS | {"name": name, "tz": zone, "attend": attend} for name, zone, attend in cities],
    }
    answer = CliRunner().invoke(plan_command, ["-", "--fairness", fairness], input=json.dumps(problem))
    starts: list[str] = json.loads(answer.output)["starts_utc"]
    return starts


def in_utc(office: FlaskClient, address: str) -> list[str]:
    """Return the starts of a page of starts by hand, as its script reads them."""
    return re.findall(r'"start": "([^"]+)Z"', office.get(address).get_data(as_text=True))


def test_the_page_proposes_what_the_command_line_does_and_the_ribbon_shows_what_is_applied(
    app: Flask, database: SQLAlchemy
) -> None:
    a_draft_to_plan()
    office = signed_in(app)
    assert office.post(HERE, data=ASKED).status_code == 303
    page = unescape(office.get(HERE).get_data(as_text=True))

    by_hand = re.findall(r'<a href="(/[^"]+/starts\?[^"]+)">Change by hand', page)
    assert [in_utc(office, address) for address in by_hand] == [
        [start.removesuffix(":00Z") for start in at_the_command_line(fairness)]
        for fairness in ("minimax", "leximin", "total")
    ]

    reasons = unescape(office.get(f"{HERE}reasons/minimax").get_data(as_text=True))
    assert "Tokyo and Rio de Janeiro alone already force 265" in reasons

    apply = re.findall(r'href="(/[^"]+/apply\?[^"]+)"', page)[0]
    confirmation = unescape(office.get(apply).get_data(as_text=True))
    inputs = re.findall(r"""<input[^>]* name="([^"]+)"[^>]* value="(.*?)">""", confirmation)
    assert office.post(f"{HERE}apply", data=dict(inputs)).status_code == 303

    shown = unescape(office.get(f"/organise/seminars/{SLUG}/preview").get_data(as_text=True))
    wide = shown.partition('class="ribbon-wide')[2].partition("</svg>")[0]
    assert re.findall(r'data-part="([^"]+)"', wide) == ["part-1", "part-2"]
    assert {"11:00", "19:15", "07:15", "18:00"} <= set(re.findall(r">(\d\d:\d\d)<", wide))

    log = unescape(office.get(f"/organise/log/?seminar={SLUG}").get_data(as_text=True))
    assert "Olga Organiser" in log
    assert "applied" in log
