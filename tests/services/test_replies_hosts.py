"""Replies whose addresses name a host in another script, in either of its forms."""

from datetime import datetime

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests.support.invited import a_guest
from tests.support.moments import HOUR
from tests.support.replies import mail, receive, said
from webinars.models import Standing


@pytest.mark.parametrize("attendee", ["rosa@xn--bcher-kva.example", "Rosa@BÜCHER.example"])
def test_hosts_in_another_script_may_come_back_in_ascii(
    database: SQLAlchemy, now: datetime, attendee: str
) -> None:
    _session, _person, invitation = a_guest(now, email="rosa@bücher.example")
    told = said(invitation, attendee=attendee)
    received = mail(invitation, told, recipients=(f"rsvp+{invitation.key}@xn--bro-hoa.example",))
    assert receive(received, now=now + HOUR, inbox="rsvp@büro.example") is Standing.KEPT
