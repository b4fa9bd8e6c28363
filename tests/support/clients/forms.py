"""Every form by name, with what is to be read from it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from tests.support.clients import apple, google, microsoft, mozilla
from tests.support.clients.asked import Asked
from webinars.domain.calendar.replies import CalendarReply, ReplyMethod, Said


@dataclass(frozen=True)
class Form:
    """One mail as a program sends it, whom it is from, and the answer in it."""

    mail: bytes
    sender: str
    reply: CalendarReply


def forms(asked: Asked) -> Mapping[str, Form]:
    """Give every form of an answer to what was *asked*."""
    a = asked
    accepted = CalendarReply(
        method=ReplyMethod.REPLY,
        uid=a.uid,
        attendee=a.attendee,
        sequence=a.sequence,
        stamped_at=a.answered_at,
        said=Said.ACCEPTED,
        starts_at=a.starts_at,
        ends_at=a.ends_at,
    )
    declined = replace(accepted, said=Said.DECLINED)
    maybe = replace(accepted, said=Said.TENTATIVE)
    proposal = replace(maybe, method=ReplyMethod.COUNTER)
    google_comment, outlook_comment = "On a train, sorry", "Grüße\nAnna"
    outlook = microsoft.answered(a, "DECLINED", comment="Grüße\\nAnna")
    return {
        "google": _form(a, google.answered(a, "ACCEPTED"), accepted),
        "google with a comment": _form(
            a,
            google.answered(a, "DECLINED", comment=google_comment),
            replace(declined, comment=google_comment),
        ),
        "google proposes": _form(a, google.proposed(a), _later(proposal, a, "An hour later, please")),
        "outlook": _form(a, microsoft.answered(a, "TENTATIVE"), maybe),
        "outlook with a comment": _form(a, outlook, replace(declined, comment=outlook_comment)),
        "outlook proposes": _form(a, microsoft.proposed(a), _later(proposal, a, "One hour later?")),
        "outlook.com": _form(a, microsoft.answered_at_home(a, "ACCEPTED"), replace(accepted, sequence=0)),
        "octet stream": _form(a, microsoft.answered_through_a_gateway(a, "DECLINED"), declined),
        "apple": _form(a, apple.answered_from_a_mac(a, "ACCEPTED"), accepted, "anna.kis@me.example"),
        "icloud": _form(
            a,
            apple.answered_at_icloud(a, "ACCEPTED"),
            replace(accepted, comment='See you, "Anna"'),
            "noreply@icloud.example",
        ),
        "thunderbird": _form(a, mozilla.answered(a, "TENTATIVE"), maybe),
    }


def _form(asked: Asked, mail: str, reply: CalendarReply, sender: str | None = None) -> Form:
    return Form(mail.encode(), sender or asked.attendee, reply)


def _later(proposal: CalendarReply, asked: Asked, comment: str) -> CalendarReply:
    hour = timedelta(hours=1)
    return replace(proposal, starts_at=asked.starts_at + hour, ends_at=asked.ends_at + hour, comment=comment)
