"""Two cities that learn from each other, theme by theme: two hosts, two clocks, all through the pages."""

from datetime import UTC, datetime

from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import Page
from sqlalchemy import select

from tests.support.cases import (
    DELIVERABLE,
    FRAMEWORK,
    HOSTS,
    LEARNING,
    LEARNING_THEMES,
    PARTICIPANTS,
    RECORD,
    SUPPORTERS,
)
from tests.support.casework import PATIENCE_SECONDS, Office, a_wednesday_ahead, check_one_event, tick
from tests.support.databases import ON_SQLITE
from tests.support.mailbox import entries
from webinars.models import Invitation

pytestmark = ON_SQLITE

DAY = a_wednesday_ahead()
SEMINAR = "/organise/seminars/learning/"
PART = f"{SEMINAR}sessions/workshop/"


def test_two_hosts_discuss_their_themes_in_pairs(database: SQLAlchemy, office: Office) -> None:
    write_the_directory(office)
    plan_the_workshop(office)
    fill_the_workshop(office)
    invite_the_supporters(office)
    ask_for_the_record(office)
    name_the_deliverable(office)
    office.go(SEMINAR)
    office.press("Publish")
    read_on_both_clocks(office)
    addresses = ask_the_presenters(office)
    accept(office, addresses)
    first, second = addresses[:2]
    starts = {email: start_in_calendar(office, email) for email in (first, second)}
    change_places(office)
    for email in (first, second):
        office.mail.wait_for(2, to=email, seconds=PATIENCE_SECONDS)
    check_calendars(office, addresses, starts)
    database.session.rollback()
    assert len(database.session.scalars(select(Invitation)).all()) == len(addresses)


def write_the_directory(office: Office) -> None:
    """Enter both cities, and the offices that support them."""
    for host in HOSTS:
        office.add_member(host.name, host.country, host.zone, ja=host.ja)
    for name, country, zone in SUPPORTERS:
        office.add_member(name, country, zone, kind="organisation")


def plan_the_workshop(office: Office) -> None:
    """Write a draft of two hosts, with one part."""
    page = office.go("/organise/seminars/new")
    office.fill(theme__en=LEARNING, slug="learning", zone="Asia/Tokyo")
    office.fill(introduction__en=FRAMEWORK, audience__en=PARTICIPANTS)
    page.locator("[name=host_city]").select_option(label=HOSTS[0].name)
    page.locator("[name=second_host_city]").select_option(label=HOSTS[1].name)
    office.press("Keep as a draft")
    office.go(f"{SEMINAR}sessions/new")
    office.fill(name__en="Workshop", key="workshop", local_start=f"{DAY}T10:00")
    office.fill(zone="Asia/Tokyo", minutes="180")
    office.press("Add the part")


def fill_the_workshop(office: Office) -> None:
    """Fill the part from the template: for each theme one presents, the other presents, all discuss."""
    page = office.go(f"{PART}slots/")
    page.get_by_role("link", name="Workshop of pairs").press("Enter")
    office.fill(names="\n".join(LEARNING_THEMES))
    office.press("Show the running order")
    assert page.locator("table.timetable tbody tr").count() == 9
    office.press("Add these slots")
    office.sees("9 slots were added.")


def invite_the_supporters(office: Office) -> None:
    """Invite the offices, which answer by their letters."""
    office.go(f"{SEMINAR}delegations/add")
    tick(office.page, [name for name, _, _ in SUPPORTERS])
    office.press("Add the chosen cities")
    for number, (name, _, _) in enumerate(SUPPORTERS):
        page = office.go(f"{SEMINAR}delegations/")
        page.get_by_role("link", name=name, exact=True).press("Enter")
        office.fill(focal_email=f"office{number}@support.example")
        office.press("Save")
        office.press("Send the invitation")
        link = office.letter(1, f"office{number}@support.example", r"/delegations/[^\s/]+/")
        answer = office.reader(link, phone=True)
        answer.get_by_role("radio", name="We attend, without presenting").check()
        answer.get_by_role("radio", name="Workshop").check()
        office.press("Send the answer", answer)


def ask_for_the_record(office: Office) -> None:
    """Ask what the framework changed by a call of three questions, and let one city answer."""
    office.go("/organise/calls/new")
    office.fill(title__en="Record", slug="record", zone="Asia/Tokyo")
    office.fill(local_opens="2026-01-05T09:00", local_closes=f"{DAY}T17:00")
    office.page.locator("[name=seminar]").select_option("learning")
    office.page.locator("[name=asks_presentation]").uncheck()
    office.press("Keep as a draft")
    for label in RECORD:
        office.go("/organise/calls/record/questions/new")
        office.fill(label__en=label)
        office.press("Add at the end")
    office.go("/organise/calls/record/")
    office.press("Publish")
    page = office.reader(f"{office.url}/calls/record/apply")
    office.fill(page, name="Disaster Prevention Office", email="record@sendai.example")
    page.locator("select[name=city]").select_option(label=HOSTS[0].name)
    office.press("Send me the link", page)
    page.goto(office.letter(1, "record@sendai.example", r"/applications/[^\s/]+/"))
    for label in RECORD:
        page.get_by_label(label).fill("We wrote a local strategy in line with the national one.")
    office.press("Save and send", page)
    office.sees("Sent", page)


def name_the_deliverable(office: Office) -> None:
    """Enter what the two cities will publish."""
    page = office.go("/organise/knowledge/new")
    page.locator("[name=kind]").select_option("workshop outcome")
    office.fill(title__en=DELIVERABLE)
    page.locator("[name=seminar]").select_option("learning")
    tick(page, [host.name for host in HOSTS])
    office.press("Add the product")


def read_on_both_clocks(office: Office) -> None:
    """Read the public page in a third city."""
    page = office.reader(f"{office.url}/seminars/learning/?zone=Europe/Paris")
    heads = page.locator("#workshop .whose").all_inner_texts()
    assert heads == ["Your time", "Host’s time", "Second host’s time"]
    clocks = page.locator("#workshop .side.host .clock > time").all_inner_texts()
    assert clocks == ["10:00", "09:00"]


def ask_the_presenters(office: Office) -> list[str]:
    """Ask somebody for each presentation, and return their addresses in the running order."""
    asking = office.go(f"{PART}slots/").get_by_role("link", name="Ask a presenter")
    links = [link.get_attribute("href") or "" for link in asking.all()]
    kinds = [number for number in range(len(links)) if number % 3 < 2]
    for number in kinds:
        office.go(links[number])
        office.fill(name=f"Speaker {number}", email=f"speaker{number}@host.example")
        office.press("Add and invite")
    return [f"speaker{number}@host.example" for number in kinds]


def accept(office: Office, addresses: list[str]) -> None:
    """Let each presenter accept by the letter."""
    for email in addresses:
        page = office.reader(office.letter(1, email, r"/presenters/[^\s/]+/"), phone=True)
        office.press("Accept", page)


def start_in_calendar(office: Office, email: str) -> datetime:
    """Return when the last letter says that somebody presents."""
    start: datetime = entries(office.mail.letters_to(email))[-1].event.decoded("DTSTART")
    return start.astimezone(UTC)


def change_places(office: Office) -> None:
    """Let the other city begin the first theme."""
    page: Page = office.go(f"{PART}slots/")
    page.get_by_role("link", name="Change places").first.press("Enter")
    page.get_by_role("link", name="See what changes").first.press("Enter")
    with page.expect_navigation(wait_until="domcontentloaded"):
        page.get_by_role("button", name="Change places").first.press("Enter")


def check_calendars(office: Office, addresses: list[str], starts: dict[str, datetime]) -> None:
    """Read what every presenter's calendar was told: two have changed places, the others heard nothing."""
    first, second = starts
    assert start_in_calendar(office, first) == starts[second]
    assert start_in_calendar(office, second) == starts[first]
    for email in addresses:
        told = entries(office.mail.letters_to(email))
        assert [one.method for one in told] == ["REQUEST"] * (2 if email in starts else 1)
        check_one_event(told)
