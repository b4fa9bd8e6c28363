"""Letters that come back, as servers say it: which letter, whose address, and whether for good."""

import pytest

from tests.support.clients.servers import FAILED, LETTER_ID, RETURNED, report
from webinars.mail.inbox.reading import read_mail
from webinars.services.replies import Bounce

DEAD = Bounce(
    message_ids=(LETTER_ID,),
    recipient="anna@city.example",
    reason="5.1.1 550 5.1.1 <anna@city.example>: Recipient address rejected: User unknown",
    is_final=True,
)


def bounce_in(content: bytes) -> Bounce | None:
    mail = read_mail(content)
    assert mail is None or mail.reply is None
    return mail.bounce if mail else None


@pytest.mark.parametrize(
    ("kind", "returned"),
    [
        ("message/rfc822", RETURNED),
        ("text/rfc822-headers", RETURNED.partition("\n\n")[0] + "\n"),
        ("text/rfc822-headers", RETURNED.partition("\n\n")[0].replace("ID: ", "ID:\n ") + "\n"),
        ("message/rfc822", RETURNED.replace("Message-ID", "Message-Id")),
    ],
)
def test_a_dead_address_is_told_with_the_letter_that_came_back(kind: str, returned: str) -> None:
    assert bounce_in(report(FAILED, kind=kind, returned=returned)) == DEAD


def test_line_ends_of_the_network_make_no_difference() -> None:
    assert bounce_in(report(FAILED).replace(b"\n", b"\r\n")) == DEAD


def test_a_report_in_utf8_is_read() -> None:
    fields = FAILED.replace("rfc822", "utf-8").replace("anna@city.example", "안나@도시.example")
    found = bounce_in(report(fields, sort="message/global-"))
    assert found is not None
    assert (found.recipient, found.message_ids) == ("안나@도시.example", (LETTER_ID,))


def test_a_delay_is_not_final() -> None:
    fields = FAILED.replace("failed", "delayed").replace("5.1.1", "4.4.1")
    found = bounce_in(report(fields))
    assert found is not None
    assert (found.is_final, found.reason[:5]) == (False, "4.4.1")


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded", "", "sung"])
def test_good_news_is_no_bounce(action: str) -> None:
    assert bounce_in(report(FAILED.replace("failed", action))) is None


def test_the_address_that_was_written_to_counts_and_not_where_it_was_forwarded() -> None:
    fields = FAILED.replace(
        "Final-Recipient: rfc822; anna@city.example", "Final-Recipient: rfc822; old@isp.example"
    )
    assert bounce_in(report(fields)) == DEAD


def test_without_the_letter_its_number_is_in_the_headers_around() -> None:
    content = report(FAILED, returned="Subject: lost\n", kind="text/plain").replace(
        b"MIME-Version", f"In-Reply-To: {LETTER_ID}\nReferences: {LETTER_ID}\nMIME-Version".encode(), 1
    )
    assert bounce_in(content) == DEAD


EXIM = f"""\
X-Failed-Recipients: anna@city.example
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@mx.webinars.example>
To: webinars@webinars.example
Subject: Mail delivery failed: returning message to sender
Message-Id: <E1rXyZ-0001Ab-2C@mx.webinars.example>

This message was created automatically by mail delivery software.

  anna@city.example
    host mx.city.example [192.0.2.7]
    SMTP error from remote mail server after RCPT TO:<anna@city.example>:
    550 5.1.1 No such user

------ This is a copy of the message, including all the headers. ------

{RETURNED}"""


def test_a_server_that_writes_no_report_is_understood() -> None:
    assert bounce_in(EXIM.encode()) == Bounce(
        message_ids=(LETTER_ID,),
        recipient="anna@city.example",
        reason="550 5.1.1 No such user",
        is_final=True,
    )


def test_a_reason_is_one_short_line_without_control_characters() -> None:
    fields = FAILED.replace("User unknown", "\x1b[31m\x00" + "no " * 1000)
    found = bounce_in(report(fields))
    assert found is not None
    assert found.reason.isprintable()
    assert len(found.reason) == 500


@pytest.mark.parametrize("address", ["", "nobody", "a b@c.example", "x" * 300 + "@c.example"])
def test_a_report_without_an_address_is_none(address: str) -> None:
    fields = "\n".join(
        line.replace("anna@city.example", address) if "Recipient:" in line else line
        for line in FAILED.splitlines()
    )
    assert bounce_in(report(fields)) is None


def test_a_receipt_is_no_bounce() -> None:
    receipt = report("Disposition: manual-action/MDN-sent-manually; displayed")
    assert bounce_in(receipt.replace(b"delivery-status", b"disposition-notification")) is None
