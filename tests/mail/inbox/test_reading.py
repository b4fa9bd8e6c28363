"""Mails of the world's calendar programs, read from their bytes."""

from base64 import encodebytes
from dataclasses import replace

import pytest

from tests.support.answering import as_calendar, as_mail, reply_lines
from tests.support.clients import Asked, Form, forms
from webinars.domain.calendar.replies import CalendarReply, Said
from webinars.mail.inbox.mime import UnreadableMail
from webinars.mail.inbox.reading import read_mail
from webinars.services.replies import Received

ASKED = Asked()
FORMS = forms(ASKED)


def read(content: bytes) -> Received:
    mail = read_mail(content)
    assert mail is not None
    return mail


def answer_in(content: bytes) -> CalendarReply:
    reply = read(content).reply
    assert reply is not None
    return reply


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
def test_an_answer_is_read_from_every_program(form: Form, line_end: bytes) -> None:
    mail = read(form.mail.replace(b"\n", line_end))
    assert mail == Received(
        message_id=mail.message_id,
        sender=form.sender,
        recipients=(ASKED.inbox,),
        reply=form.reply,
        bounce=None,
    )
    assert mail.message_id.startswith("<")
    assert mail.message_id.endswith(".example>")


def test_a_file_speaks_where_the_part_for_programs_is_broken() -> None:
    whole = FORMS["google"].mail
    broken = whole.replace(b"BEGIN:VCALENDAR", b"BEGUN:VCALENDAR", 1)
    assert broken != whole
    assert read(broken).reply == read(whole).reply


def test_of_two_answers_in_one_mail_the_first_alone_is_received() -> None:
    parts = [
        as_mail(as_calendar(reply_lines(uid=uid)), to=ASKED.inbox).partition(b"MIME-Version: 1.0\r\n")[2]
        for uid in ("one@webinars.example", "two@webinars.example")
    ]
    head = f"From: anna@city.example\r\nTo: {ASKED.inbox}\r\nContent-Type: multipart/mixed; boundary=B\r\n"
    together = b"\r\n--B\r\n".join((head.encode(), *parts)) + b"\r\n--B--\r\n"
    assert answer_in(together).uid == "one@webinars.example"


def test_a_mail_without_a_message_id_is_known_by_its_bytes() -> None:
    calendar = as_calendar(reply_lines())
    bare = as_mail(calendar, to=ASKED.inbox).replace(b"Message-ID: <1@city.example>\r\n", b"")
    first, again, other = (read(content).message_id for content in (bare, bare, bare + b"\r\n"))
    assert first == again != other
    assert first.startswith("digest:")


def test_a_message_id_that_no_mail_can_have_is_none() -> None:
    mail = as_mail(as_calendar(reply_lines()), to=ASKED.inbox, message_id="<" + "x" * 2000 + "@city.example>")
    assert read(mail).message_id.startswith("digest:")


def test_every_address_that_it_was_sent_to_is_found_once() -> None:
    mail = as_mail(as_calendar(reply_lines()), to='"Office: a, b" <rsvp+1@x.example>, b@x.example')
    above = (
        b"Delivered-To: real@x.example\r\nX-Original-To: rsvp+2@x.example\r\n"
        b"Envelope-To: rsvp+3@x.example\r\n"
        b"Delivered-To: rsvp+4@x.example\r\nCc: rsvp+1@x.example,\r\n\t=?utf-8?q?a=2Cb?= <c@x.example>\r\n"
    )
    assert read(above + mail).recipients == (
        *("real@x.example", "rsvp+4@x.example", "rsvp+2@x.example", "rsvp+3@x.example"),
        *("rsvp+1@x.example", "b@x.example", "c@x.example"),
    )


@pytest.mark.parametrize(
    ("sender", "address"),
    [
        ("anna@city.example", "anna@city.example"),
        ('"other@x.example" <anna@city.example>', "anna@city.example"),
        ("=?utf-8?q?Anna?= <anna@city.example>", "anna@city.example"),
        ("안나@도시.example", "안나@도시.example"),
        ("<>", ""),
        ("nobody", ""),
        ("(" * 5000, ""),
    ],
)
def test_the_sender_is_a_bare_address(sender: str, address: str) -> None:
    assert read(as_mail(as_calendar(reply_lines()), to=ASKED.inbox, sender=sender)).sender == address


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("UTF-8", "utf-8"),
        ("us-ascii", "utf-8"),  # a wrong one: it is UTF-8 all the same
        ("iso-8859-1", "utf-8"),
        ("klingon", "utf-8"),
        ("utf-7", "utf-8"),
        ("idna", "utf-8"),
        ("iso-8859-1", "cp1252"),
        ("windows-1252", "cp1252"),
        ("utf-8", "cp1252"),
        ("utf-16", "utf-16"),
    ],
)
def test_a_comment_survives_the_charset_and_a_wrong_one_too(charset: str, encoding: str) -> None:
    calendar = as_calendar(reply_lines(more=["COMMENT:Grüße"])).decode().encode(encoding)
    mail = as_mail(calendar, to=ASKED.inbox).replace(b"charset=UTF-8", f"charset={charset}".encode())
    if encoding == "utf-16":
        mail = mail.replace(b": 8bit", b": base64").replace(calendar, encodebytes(calendar))
    assert answer_in(mail).comment == "Grüße"


@pytest.mark.parametrize(("charset", "encoding"), [("iso-2022-jp", "iso2022_jp"), ("Shift_JIS", "cp932")])
def test_a_comment_in_japanese_is_read(charset: str, encoding: str) -> None:
    calendar = as_calendar(reply_lines(more=["COMMENT:出席します"])).decode().encode(encoding)
    mail = as_mail(calendar, to=ASKED.inbox).replace(b"charset=UTF-8", f'charset="{charset}"'.encode())
    assert answer_in(mail).comment == "出席します"


# --- what is left alone ---------------------------------------------------------------------------------

HOLIDAY = b"""\
From: anna@city.example
To: rsvp+1@webinars.example
Message-ID: <away@city.example>
Auto-Submitted: auto-replied
Subject: Away until Monday

I am on a train.
"""


def test_other_automatic_mail_is_left_alone() -> None:
    assert read_mail(HOLIDAY) is None


def test_an_answer_counts_though_a_machine_sent_it() -> None:
    mail = b"Auto-Submitted: auto-replied\r\n" + as_mail(as_calendar(reply_lines()), to=ASKED.inbox)
    assert answer_in(mail).said is Said.ACCEPTED


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL", "PUBLISH"])
def test_calendars_that_answer_nothing_are_left_alone(method: str) -> None:
    assert read_mail(as_mail(as_calendar(reply_lines(method=method)), to=ASKED.inbox)) is None


def test_an_answer_beside_another_calendar_is_found() -> None:
    reply = FORMS["google"].mail
    first = reply.index(b"text/calendar")
    request = reply[:first] + reply[first:].replace(b"METHOD:REPLY", b"METHOD:REQUEST", 1)
    assert read(request).reply == read(reply).reply


def test_a_mail_within_the_mail_answers_nothing() -> None:
    inner = as_mail(as_calendar(reply_lines()), to=ASKED.inbox)
    head = b"From: b@city.example\r\nMIME-Version: 1.0\r\nContent-Type: message/rfc822\r\n\r\n"
    assert read_mail(head + inner) is None


@pytest.mark.parametrize(
    "content", [b"", b"\r\n\r\n", b"\x00" * 1000, b"Content-Type: multipart/mixed\r\n\r\nx"]
)
def test_what_is_hardly_a_mail_is_left_alone(content: bytes) -> None:
    assert read_mail(content) is None


# --- what is refused ------------------------------------------------------------------------------------


def nested(levels: int) -> bytes:
    """Give a mail whose parts are within parts within parts."""
    begin = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(levels)
    )
    return b"From: a@b.example\r\n" + begin + b"Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\n"


MANY_PARTS = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 200
SEMICOLONS = b"Content-Type: text/calendar" + b";" * 500_000 + b"\r\n\r\nBEGIN:VCALENDAR\r\n"
FOLDED = b"Content-Type: text/calendar;\r\n" + b" a=b;\r\n" * 40_000 + b"\r\nBEGIN:VCALENDAR\r\n"
BROKEN_BOUNDARY = b"Content-Type: multipart/mixed; boundary*=a; boundary*0=b\r\n\r\n--b\r\n"
CHARSET_THAT_RAISES = b"Content-Type: multipart/mixed; boundary*=idna''%ff\r\n\r\n--a\r\n"
LONG_NUMBER = b"Content-Type: multipart/mixed; boundary*" + b"1" * 5000 + b"=a\r\n\r\n--a\r\n"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (as_mail(as_calendar(reply_lines()), to=ASKED.inbox) + b"x" * 20_000_000, "it has 2000"),
        (b"\n" * 1_000_000, "it has more than 50000 lines"),
        (nested(1000), "its parts are nested too deep"),
        (b"Content-Type: message/rfc822\r\n\r\n" * 20_000, "its headers are broken (RecursionError)"),
        (MANY_PARTS, "it has more than 100 parts"),
        (SEMICOLONS, "a header of it is too long"),
        (FOLDED, "a header of it is too long"),
        (CHARSET_THAT_RAISES, "its headers are broken (UnicodeError)"),
        (BROKEN_BOUNDARY, "its headers are broken"),
        (LONG_NUMBER, "its headers are broken"),
        (as_mail(b"BEGIN:VCALENDAR\r\n", to=ASKED.inbox), "of its calendar: its end is missing"),
        (
            as_mail(as_calendar(reply_lines(attendee="nobody")), to=ASKED.inbox),
            "of its calendar: its attendee",
        ),
    ],
    ids=[
        "20 MB",
        "lines",
        "nested",
        "mails in mails",
        "parts",
        "semicolons",
        "folds",
        "charset",
        "boundary",
        "number",
        "cut",
        "nobody",
    ],
)
def test_what_is_beyond_the_limits_is_refused_with_a_reason(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableMail) as error:
        read_mail(content)
    assert str(error.value).startswith(reason)


def test_answers_to_other_events_have_their_own_ids() -> None:
    two = [forms(replace(ASKED, message_number=number))["outlook"].mail for number in (1, 2)]
    assert len({read(mail).message_id for mail in two}) == 2
