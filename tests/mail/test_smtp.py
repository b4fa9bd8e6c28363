"""The SMTP transport against a server that follows a script, down to the line that breaks."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from tests.support.processes import listening_socket
from tests.support.scripts import AFTER_TEXT, DROP, Script
from webinars.mail.failures import Undelivered, Unreachable
from webinars.mail.smtp import SmtpSettings, SmtpTransport
from webinars.services.outbox import TroubleKind

MESSAGE = b"Subject: Hello\r\n\r\n.A line that begins with a dot\r\n"


@pytest.fixture(params=[False, True], ids=["one by one", "together"])
def script(request: pytest.FixtureRequest) -> Iterator[Script]:
    with listening_socket() as listening:
        script = Script(port=listening.getsockname()[1], pipelines=request.param)
        thread = threading.Thread(target=script.serve, args=(listening,))
        thread.start()
        try:
            yield script
        finally:
            # Closing alone does not wake a thread that waits in accept().
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()


@pytest.fixture
def transport(script: Script) -> Iterator[SmtpTransport]:
    with closing(SmtpTransport(settings(script))) as transport:
        yield transport


def settings(script: Script, **values: str) -> SmtpSettings:
    return SmtpSettings(
        server="127.0.0.1",
        port=script.port,
        security=values.get("security", "none"),
        username=values.get("username"),
        password=values.get("password"),
        sender="office@tokyo.example",
        timeout_seconds=5,
        greeting="[127.0.0.1]",
    )


def send(transport: SmtpTransport, recipient: str = "rosa@paris.example", *, announces: bool = False) -> None:
    transport.open()
    if announces:
        transport.announce(recipient)
    transport.send(recipient, MESSAGE)


def failure_of(deed: Callable[[], None]) -> tuple[TroubleKind, str]:
    with pytest.raises(Undelivered) as caught:
        deed()
    return caught.value.kind, caught.value.reason


def test_a_letter_is_handed_over_by_the_book(script: Script, transport: SmtpTransport) -> None:
    send(transport)
    assert script.heard == [
        "ehlo [127.0.0.1]",
        "MAIL FROM:<office@tokyo.example>",
        "RCPT TO:<rosa@paris.example>",
        "DATA",
    ]
    assert script.text == MESSAGE.replace(b"\r\n.A", b"\r\n..A")


def test_the_next_letter_follows_an_accepted_one_at_once(script: Script, transport: SmtpTransport) -> None:
    for _ in range(3):
        send(transport)
    assert script.heard.count("rset") == 0
    assert script.conversations == 1


def test_an_announced_letter_is_handed_over_as_any_other(script: Script, transport: SmtpTransport) -> None:
    for recipient in ("rosa@paris.example", "kenji@tokyo.example", "rosé@paris.example"):
        offers = "250-PIPELINING\n" if script.pipelines else ""
        script.replies["EHLO"] = f"250-mail.test\n{offers}250 SMTPUTF8"
        send(transport, recipient, announces=True)
    assert script.heard[1:] == [
        *("MAIL FROM:<office@tokyo.example>", "RCPT TO:<rosa@paris.example>", "DATA"),
        *("MAIL FROM:<office@tokyo.example>", "RCPT TO:<kenji@tokyo.example>", "DATA"),
        "MAIL FROM:<office@tokyo.example> SMTPUTF8 BODY=8BITMIME",
        *("RCPT TO:<rosé@paris.example>", "DATA"),
    ]


def test_an_announced_letter_that_does_not_come_is_forgotten(
    script: Script, transport: SmtpTransport
) -> None:
    send(transport)
    transport.announce("rosa@paris.example")
    send(transport)
    envelope = ("MAIL FROM:<office@tokyo.example>", "RCPT TO:<rosa@paris.example>")
    announced = envelope if script.pipelines else envelope[:1]
    assert script.heard[4:] == [*announced, "rset", *envelope, "DATA"]
    assert script.conversations == 1


def test_a_server_that_takes_commands_together_gets_them_so(script: Script, transport: SmtpTransport) -> None:
    script.hesitates = script.pipelines
    send(transport)
    assert script.text


def test_an_address_that_would_end_a_line_is_not_said(script: Script, transport: SmtpTransport) -> None:
    transport.open()
    with pytest.raises(ValueError):  # noqa: PT011
        transport.send("rosa@paris.example>\r\nRCPT TO:<x@evil.example", MESSAGE)
    assert script.heard == [
        "ehlo [127.0.0.1]",
        *["MAIL FROM:<office@tokyo.example>"] * (not script.pipelines),
    ]


def test_a_line_that_breaks_at_a_forgotten_announcement_is_made_anew(
    script: Script, transport: SmtpTransport
) -> None:
    send(transport)
    script.once["MAIL"] = DROP
    transport.announce("rosa@paris.example")
    send(transport)
    assert script.conversations == 2
    assert script.heard.count("DATA") == 2


def test_the_line_is_asked_after_a_refused_letter(script: Script, transport: SmtpTransport) -> None:
    script.replies["RCPT"] = "550 5.1.1 No such user"
    failure_of(lambda: send(transport))
    del script.replies["RCPT"]
    send(transport)
    assert script.heard.count("rset") == 1
    assert script.conversations == 1


def test_the_line_is_asked_after_a_silence(script: Script) -> None:
    with closing(SmtpTransport(settings(script), silence_seconds=0)) as transport:
        send(transport)
        send(transport)
    assert script.heard.count("rset") == 1
    assert script.conversations == 1


def test_a_line_that_the_server_has_ended_in_a_silence_is_made_anew(script: Script) -> None:
    script.replies["RSET"] = DROP
    with closing(SmtpTransport(settings(script), silence_seconds=0)) as transport:
        send(transport)
        send(transport)
    assert script.conversations == 2


@pytest.mark.parametrize(
    ("verb", "reply"),
    [
        ("MAIL", DROP),
        ("MAIL", "421 4.7.0 Too many letters"),
        ("MAIL", "452 4.5.3 Too many letters"),
        ("RCPT", DROP),
        ("RCPT", "421 4.7.0 Too many letters"),
    ],
)
@pytest.mark.parametrize("announces", [False, True])
def test_a_line_that_the_server_ends_between_two_letters_costs_neither(
    script: Script, transport: SmtpTransport, verb: str, reply: str, announces: bool
) -> None:
    send(transport)
    script.once[verb] = reply
    send(transport, announces=announces)
    assert script.conversations == 2
    assert script.heard.count("DATA") == 2


def test_closing_says_goodbye(script: Script, transport: SmtpTransport) -> None:
    transport.open()
    transport.close()
    assert script.heard[-1] == "quit"


@pytest.mark.parametrize(
    ("verb", "reply", "kind"),
    [
        ("RCPT", "550 5.1.1 No such user", TroubleKind.REFUSED),
        ("RCPT", "450 4.2.0 Greylisted", TroubleKind.LATER),
        ("RCPT", "421 4.3.2 Closing", TroubleKind.LATER),
        ("RCPT", DROP, TroubleKind.LATER),
        ("MAIL", DROP, TroubleKind.LATER),
        ("MAIL", "552 5.3.4 Too large", TroubleKind.REFUSED),
        ("DATA", "451 4.3.0 Not now", TroubleKind.LATER),
        ("DATA", "554 5.5.1 No valid recipients", TroubleKind.REFUSED),
        (AFTER_TEXT, "451 4.3.0 Try later", TroubleKind.LATER),
        (AFTER_TEXT, "554 5.7.1 Spam", TroubleKind.REFUSED),
        (AFTER_TEXT, "421 4.3.2 Closing", TroubleKind.LATER),
        (AFTER_TEXT, DROP, TroubleKind.UNCERTAIN),
    ],
)
def test_trouble_with_one_letter_is_that_letters_alone(
    script: Script, transport: SmtpTransport, verb: str, reply: str, kind: TroubleKind
) -> None:
    script.replies[verb] = reply
    found, reason = failure_of(lambda: send(transport))
    assert found is kind
    if reply is not DROP:
        assert reason == reply
    del script.replies[verb]
    send(transport)
    assert script.text


@pytest.mark.parametrize(
    ("verb", "reply"),
    [
        ("GREETING", "554 5.7.1 Not you"),
        ("GREETING", DROP),
        ("EHLO", DROP),
        ("MAIL", "530 5.7.0 Authentication required"),
        ("MAIL", "451 4.3.0 Database down"),
    ],
)
def test_a_server_that_takes_nothing_from_us_is_no_letters_fault(
    script: Script, transport: SmtpTransport, verb: str, reply: str
) -> None:
    script.replies[verb] = reply
    with pytest.raises(Unreachable):
        send(transport)


def test_a_wrong_password_is_no_letters_fault(script: Script) -> None:
    script.replies |= {"EHLO": "250-mail.test\n250 AUTH PLAIN", "AUTH": "535 5.7.8 Wrong password"}
    with (
        closing(SmtpTransport(settings(script, username="office", password="wrong"))) as transport,
        pytest.raises(Unreachable, match=r"535 5\.7\.8 Wrong password"),
    ):
        transport.open()


def test_a_server_without_starttls_gets_no_letter_when_it_is_asked_for(script: Script) -> None:
    script.replies["STARTTLS"] = "502 5.5.1 Unknown"
    with (
        closing(SmtpTransport(settings(script, security="starttls"))) as transport,
        pytest.raises(Unreachable),
    ):
        transport.open()


def test_a_name_outside_ascii_needs_a_server_that_takes_it(script: Script, transport: SmtpTransport) -> None:
    assert failure_of(lambda: send(transport, "山田@tokyo.example"))[0] is TroubleKind.REFUSED
    transport.close()
    script.replies["EHLO"] = "250-mail.test\n250-8BITMIME\n250 SMTPUTF8"
    send(transport, "山田@tokyo.example")
    assert "RCPT TO:<山田@tokyo.example>" in script.heard
