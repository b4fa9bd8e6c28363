"""Accounts of the office: added by an administrator, never by strangers."""

from datetime import datetime

from webinars.models.database import begin_write
from webinars.models.notices import NoticeKind
from webinars.services.notices import post


def begin() -> None:
    """Begin what Flask-Security writes and commits itself."""
    begin_write()


def owe_letter(account_id: int, *, subject: str, text: str, html: str, now: datetime) -> None:
    """Owe a letter that Flask-Security wrote, inside the transaction that it commits."""
    details = {"subject": subject, "text": text, "html": html}
    post(NoticeKind.ACCOUNT, now=now, account_id=account_id, details=details)
