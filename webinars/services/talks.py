"""Talks: what a slot is about, the language that is spoken, and into which it is interpreted."""

import re
from dataclasses import dataclass
from datetime import datetime

from webinars.domain.errors import N_, Refusal
from webinars.domain.texts import LocalizedText
from webinars.models.database import transaction
from webinars.models.slots import Slot
from webinars.services.edits import edit
from webinars.services.records import Actor
from webinars.services.seminars import touch
from webinars.services.slots import lock_slot

TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")  # RFC 5646, as far as a choice of languages needs it
TAG_LENGTH = 16


@dataclass(frozen=True, kw_only=True)
class TalkFields:
    """What is written about a talk; *language* None and no *interpretation* are not said."""

    abstract: LocalizedText
    language: str | None = None
    interpretation: tuple[str, ...] = ()

    def columns(self) -> dict[str, object]:
        """Return the values by column; raise Refusal at a field that names no language."""
        for field, tags in (("language", [self.language or "en"]), ("interpretation", self.interpretation)):
            if not all(TAG.fullmatch(tag) and len(tag) <= TAG_LENGTH for tag in tags):
                raise Refusal(N_("Choose a language from the list."), field=field)
        if self.language in self.interpretation:
            raise Refusal(
                N_("This is the language of the talk itself. Choose only languages it is interpreted into."),
                field="interpretation",
            )
        return {
            "abstract": self.abstract,
            "language": self.language,
            "interpretation": list(dict.fromkeys(self.interpretation)),
        }


def edit_talk(slot_id: int, wanted: TalkFields, *, expected: int | None, by: Actor, now: datetime) -> Slot:
    """Change what is written about a talk; no calendar shows it. Raises Refusal at a field, or Stale."""
    with transaction():
        slot, _session, seminar = lock_slot(slot_id)
        if edit(slot, wanted.columns(), expected=expected, by=by, now=now, seminar_id=seminar.id):
            touch(seminar.id, now=now)
    return slot
