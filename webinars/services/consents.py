"""The text that people consent to: its version in force, and the row that keeps what somebody agreed to."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from webinars.domain.errors import N_, Refusal
from webinars.domain.texts import LocalizedText
from webinars.models.database import db
from webinars.models.registrations import ConsentText


@dataclass(frozen=True)
class Consent:
    """One version of the text; a new wording is a new number, and the old one stays in the database."""

    number: int
    text: LocalizedText


IN_FORCE = Consent(
    1,
    LocalizedText.from_mapping(
        {
            "en": (
                "I agree that the office that holds this seminar keeps my name, e-mail address, city or"
                " organisation and role. It uses them to run this seminar and to write to me about it, shows"
                " them to nobody else, and deletes them when I ask."
            ),
            "ja": (
                "このセミナーを開催する事務局が、私の氏名、メールアドレス、都市または所属団体、役割を保存することに同意します。"
                "事務局はこれらをこのセミナーの運営と連絡のためだけに使い、ほかの誰にも見せず、私が求めたときは削除します。"
            ),
        }
    ),
)


def keep_consent(number: int, *, now: datetime) -> int:
    """Return the id of the row that keeps the text in force, writing it when nobody agreed to it before.

    Takes part in the caller's transaction. Raises Refusal at "consent" when *number* is no longer in force.
    """
    if number != IN_FORCE.number:
        raise Refusal(N_("The text has changed. Read it, then agree again."), field="consent")
    kept = _kept_id(number)
    if kept is not None:
        return kept
    row = ConsentText(number=number, text=IN_FORCE.text, since=now)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        # Somebody else was the first to agree, a moment ago.
        return db.session.execute(select(ConsentText.id).where(ConsentText.number == number)).scalar_one()
    return row.id


def _kept_id(number: int) -> int | None:
    return db.session.scalar(select(ConsentText.id).where(ConsentText.number == number))
