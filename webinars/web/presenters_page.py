"""What a presenter's own page shows: the slot on both clocks, its neighbours, the answer, the texts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import FileField

from webinars.domain.errors import Refusal
from webinars.domain.files import Family
from webinars.domain.links import Purpose
from webinars.letters.assets import asset_words
from webinars.letters.bodies import day_words
from webinars.letters.names import part_name, seminar_name, slot_name
from webinars.letters.times import TimePair, time_pair
from webinars.models.invitations import Invitation
from webinars.models.presentations import Asset, AssetState
from webinars.models.seminars import Seminar
from webinars.models.sessions import Session
from webinars.models.slots import Answer, Presenter
from webinars.queries.assets import assets_of
from webinars.queries.presenters import open_invitation_of
from webinars.queries.programmes import ProgrammeSlot
from webinars.queries.proposals import last_proposal
from webinars.services.presenters import is_locked, why_unanswerable
from webinars.web import clock
from webinars.web.answers import page, sentence
from webinars.web.assets_forms import SendForm
from webinars.web.context import show_times_for
from webinars.web.forms import Form
from webinars.web.presenters_forms import AnswerForm, CompanionForm, TextsForm
from webinars.web.presenters_invited import Invited
from webinars.web.presenters_words import (
    PresenterLine,
    Proposed,
    answer_words,
    presenter_line,
    proposal_words,
)
from webinars.web.programmes import slot_words, who_words
from webinars.web.reader import language
from webinars.web.registrations.rows import State
from webinars.web.rehearsals_page import ComingForm, own_meetings
from webinars.web.subscriptions.section import own_calendar
from webinars.web.swaps_page import own_swaps
from webinars.web.talk_words import due_words, spoken_words, state_words
from webinars.web.unsubscribing import own_reminders
from webinars.web.uploads import attributes, help_words


class PictureForm(Form):
    """The picture of a presenter; *file* is called as `services.uploads.keep` refuses it."""

    file = FileField(_l("Picture"))

    @classmethod
    def made(cls, **kwargs: Any) -> Self:
        """Return the form with what browsers need to know of the file."""
        form = cls(**kwargs)
        form.file.description = help_words({Family.PICTURE})
        form.file.render_kw = dict(attributes({Family.PICTURE}))
        return form


@dataclass(frozen=True)
class OwnForms:
    """The forms of the page.

    *sending* is that of one thing to be sent, *coming* that of one rehearsal, by its key, once refused.
    """

    answer: AnswerForm
    texts: TextsForm
    picture: PictureForm
    companion: CompanionForm
    sending: tuple[str, SendForm] | None = None
    coming: tuple[str, ComingForm] | None = None

    @classmethod
    def of(cls, invited: Invited) -> Self:
        """Return them all as things are kept, whatever is posted."""
        return cls(
            AnswerForm.kept(invited.presenter),
            TextsForm.kept(invited.slot, invited.presenter, invited.languages, is_shared=invited.may_write),
            PictureForm.made(formdata=None),
            CompanionForm(formdata=None, prefix="companion"),
        )


@dataclass(frozen=True)
class AssetLine:
    """Something that the slot needs; *form* is None where the person cannot send it (any more)."""

    asset: Asset
    name: str
    due: str
    state: State
    form: SendForm | None


@dataclass(frozen=True)
class Neighbour:
    """A slot of the running order around the person's own."""

    title: str
    who: str
    pair: TimePair
    minutes: int | None
    is_own: bool


def own_page(invited: Invited, forms: OwnForms, *, status: int = 200) -> ResponseReturnValue:
    """Show the page."""
    presenter, seminar, session = invited.presenter, invited.programme.seminar, invited.session
    show_times_for(presenter.zone, at=session.starts_at)
    reason = why_unanswerable(session, seminar, now=clock.now())
    is_asked = presenter.answer is Answer.NEEDS_ACTION
    invitation = open_invitation_of(presenter.id)
    return page(
        "presenters/show.html",
        status=status,
        presenter=presenter,
        calendar=own_calendar(presenter, Purpose.PRESENTER, invited.token),
        reminders=own_reminders(presenter, seminar),
        seminar=seminar,
        session=session,
        takes_place=session.takes_place(seminar),
        slot=invited.slot,
        token=invited.token,
        **_names(invited),
        pair=_pair(invited, invited.place.placed),
        part_pair=_part_pair(invited),
        neighbours=list(_neighbours(invited)),
        others=_others(invited),
        swaps=own_swaps(invited.programme, presenter),
        state=answer_words(presenter.answer),
        is_asked=is_asked,
        is_unsure=presenter.answer is Answer.TENTATIVE,
        proposed=_proposed(invited, invitation),
        delegated_to=invitation.delegated_to if invitation else None,
        is_asked_again=is_asked and presenter.answered_at is not None,
        unanswerable=sentence(Refusal(reason)) if reason else "",
        **_days(presenter, seminar),
        is_locked=is_locked(seminar, session, now=clock.now()),
        **_done_here(invited, forms),
        zone_url=None,  # The times are in the zone that the organiser entered for the person.
    )


def _done_here(invited: Invited, forms: OwnForms) -> dict[str, object]:
    """Return what the person does on the page, with its forms."""
    return {
        "invited": invited,
        "assets": _assets(invited, forms),
        "meetings": own_meetings(invited, forms.coming),
        "spoken": spoken_words(invited.slot),
        "answer": forms.answer,
        "texts": forms.texts,
        "picture": forms.picture,
        "companion": forms.companion,
    }


def _assets(invited: Invited, forms: OwnForms) -> list[AssetLine]:
    """Return what the slot needs, each with the form that sends it while that is open."""
    is_ahead = invited.session.takes_place(invited.programme.seminar) and not _is_over(invited.session)
    refused = dict([forms.sending] if forms.sending else [])
    return [
        AssetLine(
            asset,
            asset_words(asset.kind),
            due_words(asset),
            state_words(asset),
            (refused.get(asset.key) or SendForm.empty(asset))
            if is_ahead and invited.may_write and asset.state is not AssetState.ACCEPTED
            else None,
        )
        for asset in assets_of([invited.slot.id]).get(invited.slot.id, ())
    ]


def _is_over(session: Session) -> bool:
    return session.ends_at is None or session.ends_at <= clock.now()


def _proposed(invited: Invited, invitation: Invitation | None) -> Proposed | None:
    reply = last_proposal(invitation.id) if invitation else None
    if reply is None or invitation is None or reply.proposed_starts_at is None:
        return None
    return Proposed(
        proposal_words(reply, is_of_this_time=reply.sequence == invitation.sequence),
        _pair_of(invited, reply.proposed_starts_at, reply.proposed_ends_at),
        reply.comment,
    )


def _days(presenter: Presenter, seminar: Seminar) -> dict[str, str]:
    """Return until when an answer is asked for, and the texts are open; "" for no such day."""
    by, until = presenter.answer_by or seminar.answer_by, seminar.presenters_edit_until
    return {"answer_by": day_words(by) if by else "", "edit_until": day_words(until) if until else ""}


def _names(invited: Invited) -> dict[str, str]:
    return {
        "name": seminar_name(invited.programme.seminar, language()),
        "title": slot_name(invited.slot, language()),
        "part": part_name(invited.session, language()),
        "who": who_words(invited.slot, language()),
    }


def _pair(invited: Invited, placed: ProgrammeSlot) -> TimePair | None:
    return _pair_of(invited, placed.starts_at, placed.ends_at)


def _part_pair(invited: Invited) -> TimePair | None:
    return _pair_of(invited, invited.session.starts_at, invited.session.ends_at)


def _pair_of(invited: Invited, starts_at: datetime | None, ends_at: datetime | None) -> TimePair | None:
    zone = invited.session.zone
    if starts_at is None or zone is None:
        return None
    second = invited.programme.seminar.second_zone
    return time_pair(starts_at, ends_at, zone, invited.presenter.zone, second_zone=second)


def _neighbours(invited: Invited) -> Iterator[Neighbour]:
    """Yield the slot before, the own one and the slot after, those whose time is known."""
    for placed in (invited.place.before, invited.place.placed, invited.place.after):
        # A running order shows starts and lengths: the ends would find no room on a phone.
        pair = _pair_of(invited, placed.starts_at, None) if placed else None
        if placed is not None and pair is not None:
            slot, reader = placed.slot, language()
            is_own = placed is invited.place.placed
            title, who = slot_words(slot, reader), who_words(slot, reader)
            yield Neighbour(title, who, pair, slot.minutes, is_own)


def _others(invited: Invited) -> list[PresenterLine]:
    return [presenter_line(other) for other in invited.others if other is not invited.substitute]
