"""`webinars deliver`, as somebody types it."""

import os
from collections.abc import Iterator
from contextlib import suppress

import pytest
from flask import Flask

from tests.support import owing
from tests.support.processes import free_port
from tests.support.smtp import SmtpServer
from webinars.cli.deliver import deliver


@pytest.fixture(autouse=True)
def own_priority() -> Iterator[None]:
    """Give this process its priority back, where it may have it back: root alone takes what was given up."""
    before = os.getpriority(os.PRIO_PROCESS, 0)
    yield
    with suppress(PermissionError):
        os.setpriority(os.PRIO_PROCESS, 0, before)


@pytest.mark.parametrize("count", [0, 2])
def test_once_sends_what_is_due_and_ends_with_zero(
    mail_app: Flask, smtp_server: SmtpServer, count: int
) -> None:
    owing.owe_invitations(count)
    result = mail_app.test_cli_runner().invoke(deliver, ["--once"])
    assert result.exit_code == 0, result.output
    assert f"{count} sent, 0 not needed any more, 0 waiting for another try, 0 given up." in result.output
    assert len(smtp_server.letters) == count


@pytest.mark.parametrize("reply", ["550 5.1.1 No such user", "451 4.3.0 Try later"])
def test_once_ends_with_one_when_a_letter_did_not_go(
    mail_app: Flask, smtp_server: SmtpServer, reply: str
) -> None:
    first, _second = owing.owe_invitations(2)
    smtp_server.refuse_recipient(first, reply)
    result = mail_app.test_cli_runner().invoke(deliver, ["--once"])
    assert result.exit_code == 1
    assert "1 sent" in result.output


def test_once_ends_with_one_when_the_server_is_down(mail_app: Flask) -> None:
    owing.owe_invitations()
    mail_app.config["MAIL_PORT"] = free_port()
    result = mail_app.test_cli_runner().invoke(deliver, ["--once"])
    assert result.exit_code == 1
    assert "the mail server could not be reached" in result.output


def test_a_worker_gives_way_to_those_for_whom_somebody_waits(mail_app: Flask) -> None:
    mail_app.test_cli_runner().invoke(deliver, ["--once"])
    assert os.getpriority(os.PRIO_PROCESS, 0) >= 10


def test_help_says_what_it_does(mail_app: Flask) -> None:
    result = mail_app.test_cli_runner().invoke(deliver, ["--help"])
    assert "Send letters until Ctrl-C" in result.output
