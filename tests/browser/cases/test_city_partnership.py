"""A partnership programme from its call to its slots, through the pages alone: every letter is a real one."""

from datetime import UTC, datetime, timedelta

from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import Page

from tests.support.cases import (
    ACTIVITIES,
    CRITERIA,
    FIRST_BATCH,
    PDF,
    PROGRAMME,
    REVIEWERS,
    RUN_BY,
    Applicant,
    address_of,
)
from tests.support.casework import PATIENCE_SECONDS, Office, a_wednesday_ahead, check_one_event, tick
from tests.support.databases import ON_SQLITE
from tests.support.mailbox import entries
from webinars.models import Answer, Call, Seminar
from webinars.models.database import transaction
from webinars.queries.programmes import programme

pytestmark = ON_SQLITE

DAY = a_wednesday_ahead()
SEMINAR = "/organise/seminars/first-batch/"
CALL = "/organise/calls/partnership/"
SUBSTITUTE = "sumire@kobe.example"


def test_a_programme_goes_from_its_call_to_its_slots(database: SQLAlchemy, office: Office) -> None:
    plan_a_seminar(office)
    publish_a_call(office)
    for applicant in FIRST_BATCH:
        apply(office, applicant)
    ask_a_committee(office)
    the_call_closes(database)
    review(office)
    decide(office)
    publish(office)
    nominate(office)
    give_slots(office)
    answer(office)
    before = starts_of(database)
    change_places(office)
    after = starts_of(database)
    assert before != after
    check_calendars(office, before, after)


def plan_a_seminar(office: Office) -> None:
    """Write the themes, and a draft of a seminar with one part."""
    office.go("/organise/themes/several")
    office.fill(names="\n".join(theme for one in FIRST_BATCH for theme in one.themes))
    office.press("Add the themes")
    office.add_member("Tokyo", "JP", "Asia/Tokyo")
    page = office.go("/organise/seminars/new")
    page.locator("[name=host_city]").select_option("tokyo")
    office.fill(theme__en=f"{PROGRAMME}: first batch", slug="first-batch", zone="Asia/Tokyo")
    office.fill(host_name__en=RUN_BY)
    office.press("Keep as a draft")
    office.go(f"{SEMINAR}sessions/new")
    office.fill(name__en="Morning part", key="morning", local_start=f"{DAY}T10:00")
    office.fill(zone="Asia/Tokyo", minutes="120")
    office.press("Add the part")


def publish_a_call(office: Office) -> None:
    """Ask for expressions of interest: what cities can share, and how."""
    page = office.go("/organise/calls/new")
    office.fill(title__en="Call for expressions of interest", slug="partnership", zone="Asia/Tokyo")
    office.fill(run_by__en=RUN_BY, local_opens="2026-01-05T09:00", local_closes=f"{DAY}T17:00")
    page.locator("[name=seminar]").select_option("first-batch")
    tick(page, (theme for one in FIRST_BATCH for theme in one.themes))
    office.press("Keep as a draft")
    questions = {
        "text": "Which good practices have you identified?",
        "choice": "How would you share your experience?",
        "file": "A page about the practice",
        "link": "Where can we read more?",
    }
    for kind, label in questions.items():
        office.go(f"{CALL}questions/new")
        office.fill(label__en=label)
        office.page.locator(f"[name=kind][value={kind}]").check()
        if kind == "choice":
            office.fill(choices__en="\n".join(ACTIVITIES))
        office.press("Add at the end")
    office.go(CALL)
    office.press("Publish")


def apply(office: Office, applicant: Applicant) -> None:
    """Apply without an account: a draft by a letter, a file, the answers, and a receipt."""
    page = office.reader(f"{office.url}/calls/partnership/apply", phone=True)
    office.fill(page, name=f"Office of {applicant.city}", email=applicant.mail)
    page.get_by_text("Your city is not in the list?").click()
    office.fill(page, city_name=applicant.city)
    page.locator("[name=country]").select_option("JP")
    page.locator("select[name=zone]").select_option("Asia/Tokyo")
    office.press("Send me the link", page)
    page.goto(office.letter(1, applicant.mail, r"/applications/[^\s/]+/"))
    page.locator("main input[type=file]").set_input_files(
        {"name": "practice.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    office.press("Add the file", page)
    tick(page, applicant.themes)
    page.locator("[name=wants_slot]").check()
    office.fill(page, presentation_title=applicant.title)
    page.get_by_label("Which good practices have you identified?").fill("\n".join(applicant.themes))
    page.get_by_label("peer workshop").check()
    page.get_by_label("Where can we read more?").fill(f"https://{applicant.city.lower()}.example/practice")
    office.press("Save and send", page)
    office.sees("Sent", page)
    office.letter(2, applicant.mail, r"/applications/[^\s/]+/")


def ask_a_committee(office: Office) -> None:
    """Write what is judged, and ask three reviewers by mail."""
    for name, weight in CRITERIA.items():
        office.go(f"{CALL}criteria/new")
        office.fill(name__en=name, weight=str(weight))
        office.press("Save")
    for name, organisation in REVIEWERS.items():
        office.go(f"{CALL}committee/new")
        office.fill(name=name, email=address_of(name), organisation=organisation)
        office.press("Add the member")
    office.go(f"{CALL}committee/")
    office.press("Ask 3 members")


def the_call_closes(database: SQLAlchemy) -> None:
    """Let the time of the close come."""
    with transaction():
        call = database.session.query(Call).one()
        call.closes_at = datetime.now(UTC) - timedelta(minutes=1)


def review(office: Office) -> None:
    """Score every application; one reviewer has a conflict of interest with one city."""
    for member, name in enumerate(REVIEWERS):
        page = office.reader(office.letter(1, address_of(name), r"/reviews/[^\s/]+/"))
        here = page.url
        for applicant in FIRST_BATCH:
            page.goto(here)
            page.get_by_role("link", name=applicant.city).press("Enter")
            if (name, applicant.city) == ("Chie Mori", "Kobe"):
                declare_a_conflict(office, page)
                continue
            for choice in page.locator(f"form.points input[value='{applicant.points[member]}']").all():
                choice.check()
            office.fill(page, comment=f"{name} read what {applicant.city} wrote.")
            office.press("Submit the review", page)


def declare_a_conflict(office: Office, page: Page) -> None:
    page.get_by_text("I have a conflict of interest").click()
    office.fill(page, reason="I advised this city last year.")
    office.press("Declare the conflict", page)


def decide(office: Office) -> None:
    """Accept all four as the first batch, and let each hear it in one letter."""
    office.go(f"{CALL}decisions/")
    office.fill(name__en="First batch")
    office.press("Add the group")
    page = office.go(f"{CALL}ranking/")
    ranked = page.locator("table.ranking tbody th a").all_inner_texts()
    assert ranked == [one.city for one in FIRST_BATCH]
    for box in page.locator("input[name=key]").all():
        box.check()
    page.locator(".decide select[name=group]").select_option("First batch")
    with page.expect_navigation(wait_until="domcontentloaded"):
        page.locator("button[name=decision][value=accept]").press("Enter")
    assert [len(office.mail.letters_to(one.mail)) for one in FIRST_BATCH] == [2, 2, 2, 2]
    office.go(f"{CALL}decisions/")
    office.press("Release: send 4 letters")


def publish(office: Office) -> None:
    """Show the seminar to everybody."""
    office.go(SEMINAR)
    office.press("Publish")


def nominate(office: Office) -> None:
    """Let each city name who presents, by the link in the letter of its acceptance."""
    for applicant in FIRST_BATCH:
        page = office.reader(office.letter(3, applicant.mail, r"/delegations/[^\s/]+/"), phone=True)
        page.get_by_role("link", name="Who presents").first.press("Enter")
        page.get_by_label(applicant.title).check()
        office.fill(page, name=f"Speaker of {applicant.city}", email=applicant.presenter)
        office.press("Ask this person", page)
        office.sees("Is invited once the talk has a slot", page)


def give_slots(office: Office) -> None:
    """Put the order that the planner proposes in place: its presenters are invited."""
    page = office.go(f"{SEMINAR}presentations/")
    page.get_by_role("link", name="Propose an order").press("Enter")
    office.press("Put this order in place")
    for applicant in FIRST_BATCH:
        office.sees(applicant.title)


def answer(office: Office) -> None:
    """Three accept; who cannot names a substitute, who accepts."""
    for applicant in FIRST_BATCH:
        page = office.reader(office.letter(1, applicant.presenter, r"/presenters/[^\s/]+/"), phone=True)
        if applicant.city != "Kobe":
            office.press("Accept", page)
            continue
        page.get_by_text("Decline", exact=True).click()
        office.fill(page, **{"answer-comment": "I am ill.", "answer-substitute_name": "Sumire Ono"})
        office.fill(page, **{"answer-substitute_email": SUBSTITUTE})
        office.press("I cannot present", page)
        office.sees("Sumire Ono is asked in your place.", page)
    page = office.reader(office.letter(1, SUBSTITUTE, r"/presenters/[^\s/]+/"))
    office.press("Accept", page)
    office.sees("You are asked in the place of Speaker of Kobe.", page)


def change_places(office: Office) -> None:
    """Let the first and the last talk change places."""
    page = office.go(f"{SEMINAR}sessions/morning/slots/")
    page.get_by_role("link", name="Change places").first.press("Enter")
    page.get_by_role("link", name="See what changes").last.press("Enter")
    with page.expect_navigation(wait_until="domcontentloaded"):
        page.get_by_role("button", name="Change places").first.press("Enter")


def starts_of(database: SQLAlchemy) -> dict[str, datetime]:
    """Return when everybody presents, by address."""
    database.session.rollback()
    seminar_id = database.session.query(Seminar).one().id
    (part,) = programme(seminar_id).sessions
    return {
        one.email: placed.starts_at
        for placed in part.slots
        for one in placed.presenters
        if placed.starts_at is not None and one.answer is not Answer.DECLINED
    }


def check_calendars(office: Office, before: dict[str, datetime], after: dict[str, datetime]) -> None:
    """Read what every letter told the calendar of who presents, or was to present."""
    moved = {email for email in after if before[email] != after[email]}
    assert len(moved) == 2
    for email in moved:
        office.mail.wait_for(2, to=email, seconds=PATIENCE_SECONDS)
    kobe = "presenter@kobe.example"
    for email in {*before, *after}:
        told = entries(office.mail.letters_to(email))
        wanted = [("REQUEST", before[email]), *([("REQUEST", after[email])] if email in moved else [])]
        assert [(one.method, one.event.decoded("DTSTART")) for one in told] == wanted
        check_one_event(told)
    withdrawn = entries(office.mail.letters_to(kobe))
    assert [one.method for one in withdrawn] == ["REQUEST", "CANCEL"]
    check_one_event(withdrawn)
