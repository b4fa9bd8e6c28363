"""What hangs on a call and on a seminar, in every state, for a walk over every page."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from tests import builders
from tests.builders import ORGANISER, a_city, kept, text
from tests.support.calls import a_choice, a_draft, a_question, an_open_call, offered, own_url
from tests.support.committees import (
    a_call,
    a_cohort,
    a_criterion,
    a_review,
    a_reviewer,
    an_application,
)
from tests.support.reviewing import a_file, url
from webinars.domain.texts import LocalizedText
from webinars.models import (
    ApplicationAnswer,
    AssetState,
    Call,
    Decision,
    Delegation,
    DelegationRole,
    QuestionKind,
    Remark,
    ReviewState,
    Seminar,
    Slot,
)
from webinars.queries.messages import Audience
from webinars.services import messages
from webinars.services.messages import MessageFields

DAY = timedelta(days=1)


def a_gathering(seminar: Seminar, slot: Slot, *, now: datetime) -> Iterator[str]:
    """Write calls, a committee and what a seminar needs; yield the pages of applicants and reviewers."""
    themes = [builders.a_theme(name) for name in ("Green growth", "Seismic risk")]
    call = an_open_call(opens_at=now - DAY, closes_at=now + 9 * DAY, seminar_id=seminar.id)
    offered(call, *themes)
    yield from _applications(call, now)
    yield from _reviews(a_call(seminar_id=seminar.id), now)
    city = a_city("Kitakyushu", zone="Asia/Tokyo", country="JP")
    coming = builders.a_delegation(seminar, city, role=DelegationRole.PRESENTING, answered_at=now)
    _what_a_seminar_needs(seminar, slot, coming, now)
    builders.an_agreement(city, signed_on=now.date())
    builders.a_product("Toolkit of canals", city, theme_id=themes[0].id)
    yield f"/organise/cities/{city.slug}/knowledge/"
    yield f"/organise/seminars/{seminar.slug}/slots/{slot.key}/talk"


def _applications(call: Call, now: datetime) -> Iterator[str]:
    """Write one application that is a draft and one that was sent, with an answer of each kind."""
    paris, lima = (a_city(name) for name in ("Paris", "Lima"))
    written = {"created_at": now - DAY, "changed_at": now - DAY}
    draft, sent = a_draft(call, paris, **written), an_application(call, lima, sent_at=now - DAY, **written)
    first = a_question(call, QuestionKind.TEXT, is_required=True)
    files, link = (a_question(call, kind) for kind in (QuestionKind.FILE, QuestionKind.LINK))
    choice = a_choice(call, "Conference", "Peer workshop")
    answers = {first.id: "We planted trees.", link.id: "https://paris.example/trees", choice.id: "1"}
    for one in (draft, sent):
        for question_id, words in answers.items():
            kept(ApplicationAnswer(application_id=one.id, question_id=question_id, text=words))
        kept(ApplicationAnswer(application_id=one.id, question_id=files.id, upload_id=a_file().id))
        yield own_url(one)
    yield own_url(sent, "withdraw")


def _reviews(call: Call, now: datetime) -> Iterator[str]:
    """Let three reviewers score, disagree, and have a conflict of interest; decide about some."""
    criteria = [a_criterion(call, name, weight=weight) for weight, name in enumerate(("Reach", "Proof"), 1)]
    noor, ida = (a_reviewer(call, name, invited_at=now - 3 * DAY) for name in ("Noor", "Ida"))
    a_reviewer(call, "Olu")
    cohort = a_cohort(call)
    states = ((Decision.ACCEPT, Decision.ACCEPT), (Decision.DECLINE, None), (None, None))
    for points, (decision, told) in enumerate(states, 1):
        decided = {"decision": decision, "told_decision": told, "released_at": now if told else None}
        one = an_application(call, None, city_name=f"City {points}", cohort_id=cohort.id, **decided)
        a_review(noor, one, dict.fromkeys(criteria, points + 1), comment="Others can use it.")
        kept(Remark(application_id=one.id, author="Olga", text="Who pays?", written_at=now))
        if points == 1:
            a_review(ida, one, state=ReviewState.CONFLICT, comment="I advised it.")
            yield own_url(one)
            yield url(noor, one)
        yield url(ida, one)
    yield url(ida)


def _what_a_seminar_needs(seminar: Seminar, slot: Slot, coming: Delegation, now: datetime) -> None:
    """Write what waits for a slot, what is to be sent, a rehearsal to be asked to, and a message."""
    builders.a_presentation(coming)
    for state in (AssetState.WANTED, AssetState.TO_IMPROVE):
        builders.an_asset(slot, state=state, due_on=now.date(), comment="Name the source.")
    start = (now + 2 * DAY).replace(tzinfo=None, minute=0, second=0, microsecond=0)
    builders.a_rehearsal(seminar, local_start=start, name=LocalizedText())
    wanted = MessageFields(text("News"), text("Dear {name}"), Audience())
    messages.add_message(seminar.id, wanted, by=ORGANISER, now=now)
