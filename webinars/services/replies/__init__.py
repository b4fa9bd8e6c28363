"""Replies: what came back about an event, from a calendar or a mail server, and what it means.

    receive(mail: Received, *, inbox: str | None, now) -> Standing | None
    accept_proposal(reply_key, *, expected: int | None, by, now) -> Session
    refuse_proposal(reply_key, *, by, now) -> None
    take_out(reply_key, *, by, now) -> None
    confirm_answer(reply_key, *, by, now) -> Standing
    give_back(registration_id, session_key, *, by, now) -> None
"""

from webinars.services.replies.receiving import Bounce, Received

__all__ = ["Bounce", "Received"]
