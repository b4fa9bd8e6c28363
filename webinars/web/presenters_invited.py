"""A presenter who came by a signed link: who they are, where their slot stands, and what they may write."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app

from webinars.domain.links import Purpose
from webinars.models.sessions import Session
from webinars.models.slots import Answer, Presenter, Slot
from webinars.models.uploads import Upload
from webinars.queries.presenters import Place, place_of, presenter_by_link
from webinars.queries.programmes import Programme, programme
from webinars.services.presenters import manager_of, writer_instead_of
from webinars.services.records import Actor
from webinars.web.links import link_of


@dataclass(frozen=True)
class Invited:
    """A presenter with their picture, the programme, and where the slot stands in it."""

    presenter: Presenter
    programme: Programme
    place: Place
    token: str
    # Kept apart: whoever reads the presenter again lets go of what hangs on the row.
    picture: Upload | None

    @property
    def slot(self) -> Slot:
        """Return the slot."""
        return self.place.placed.slot

    @property
    def session(self) -> Session:
        """Return the part."""
        return self.place.session

    @property
    def languages(self) -> Sequence[str]:
        """Return the languages that titles are written in: those of the seminar, else those of the office."""
        return self.programme.seminar.languages or current_app.config["LANGUAGES"]

    @property
    def actor(self) -> Actor:
        """Return the person as the log names them."""
        return Actor(self.presenter.name)

    @property
    def others(self) -> list[Presenter]:
        """Return who else is asked for the slot and has not declined."""
        every = self.place.placed.presenters
        return [one for one in every if one.id != self.presenter.id and one.answer is not Answer.DECLINED]

    @property
    def manager(self) -> Presenter | None:
        """Return who manages the slot for all."""
        return manager_of(self.place.placed.presenters)

    @property
    def is_manager(self) -> bool:
        """Say whether the person manages the slot for the others."""
        return self.manager is not None and self.manager.id == self.presenter.id

    @property
    def may_write(self) -> bool:
        """Say whether the person writes what all in the slot share."""
        return self.writer is None

    @property
    def writer(self) -> Presenter | None:
        """Return who writes that instead; None where the person does."""
        return writer_instead_of(self.presenter, self.place.placed.presenters)

    @property
    def substitute(self) -> Presenter | None:
        """Return whom the person named in their place, while that one is asked."""
        return next((one for one in self.others if one.substitute_for_id == self.presenter.id), None)

    @property
    def instead_of(self) -> Presenter | None:
        """Return in whose place the person presents."""
        every = self.place.placed.presenters
        return next((one for one in every if one.id == self.presenter.substitute_for_id), None)


def invited_by(token: str) -> Invited:
    """Return whom a link names; six statements. Raises BadLink."""
    presenter = presenter_by_link(*link_of(Purpose.PRESENTER, token))
    whole = programme(presenter.slot.session.seminar_id)
    return Invited(presenter, whole, place_of(whole, presenter.slot_id), token, presenter.picture)
