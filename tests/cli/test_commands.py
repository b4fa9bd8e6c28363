"""The commands: what they are called, what they say, and with which exit code they end."""

import socket
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.cli.conftest import Outcome
from tests.support.applications import SECRETS
from tests.support.databases import ON_SQLITE
from tests.support.processes import free_port
from webinars.cli.demo import demo
from webinars.models import Seminar
from webinars.models.database import db

Run = Callable[..., Outcome]


def test_the_program_has_its_commands(webinars: Run) -> None:
    said = webinars("--help")
    assert said.code == 0
    commands = [line.split()[0] for line in said.out.partition("Commands:")[2].splitlines() if line.strip()]
    assert commands == ["db", "deliver", "demo", "inbox", "order", "plan", "serve", "tzcheck", "user"]


@pytest.mark.parametrize(
    ("words", "promise"),
    [
        (("serve",), "Serve the pages, send the letters and read the answers until Ctrl-C."),
        (("deliver",), "Send letters until Ctrl-C"),
        (("inbox",), "Read one mail from standard input, as the pipe of a mail server gives it."),
        (("demo",), "Load the demonstration"),
        (("tzcheck",), "List the coming parts and rehearsals that a new zone"),
        (("user",), "Add the people of the office."),
        (("user", "add"), "Add an account that may sign in."),
        (("db",), "Create the tables of the database and keep them up to date."),
        (("db", "upgrade"), "Create the tables, or bring them to this version of the program."),
    ],
)
def test_every_command_has_help_and_asks_nothing_for_it(
    webinars: Run, instance: Path, words: tuple[str, ...], promise: str
) -> None:
    said = webinars(*words, "--help")
    assert said.code == 0
    assert promise in said.out
    assert not instance.exists()


@pytest.mark.parametrize("words", [("sing",), ("serve", "--port", "0"), ("demo", "now"), ("user", "add")])
def test_what_it_does_not_understand_ends_with_two(webinars: Run, words: tuple[str, ...]) -> None:
    said = webinars(*words)
    assert said.code == 2
    assert "Error: " in said.err


def test_the_tables_are_made_once_and_again_without_harm(webinars: Run, instance: Path) -> None:
    for _ in range(2):
        assert webinars("db", "upgrade") == Outcome(0, "The database is up to date.\n", "")
    tables = sqlite3.connect(instance / "webinars.sqlite").execute("SELECT name FROM sqlite_master")
    assert ("seminar",) in tables.fetchall()


@pytest.mark.parametrize("command", ["demo", "serve", "tzcheck"])
def test_a_command_that_needs_the_tables_names_the_one_that_makes_them(
    webinars: Run, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("WEBINARS_PORT", str(free_port()))
    said = webinars(command)
    assert said == Outcome(
        1, "", "webinars: the database is not of this version. Run `webinars db upgrade` first.\n"
    )


def test_a_database_that_does_not_answer_is_one_sentence(
    webinars: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEBINARS_DATABASE_URL", f"postgresql://nobody@127.0.0.1:{free_port()}/none")
    for name, value in SECRETS.items():
        monkeypatch.setenv(f"WEBINARS_{name}", value)
    said = webinars("db", "upgrade")
    assert said.code == 1
    assert said.err.startswith("webinars: the database does not answer: ")
    assert "Traceback" not in said.err


def test_a_port_that_is_taken_is_one_sentence(webinars: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        said = webinars("serve", "--port", port)
    sentence = f"cannot listen on 127.0.0.1, port {port}: Address already in use. Choose another."
    assert said == Outcome(1, "", f"webinars: {sentence}\n")


def test_an_address_of_another_machine_is_one_sentence(webinars: Run) -> None:
    said = webinars("serve", "--host", "192.0.2.1", "--port", str(free_port()))
    assert said.code == 1
    assert said.err.startswith("webinars: cannot listen on 192.0.2.1, port ")


@ON_SQLITE
def test_the_demonstration_is_loaded_once_and_again_without_harm(app: Flask) -> None:
    for _ in range(2):
        said = app.test_cli_runner().invoke(demo)
        assert (said.exit_code, said.output) == (0, "The demonstration is loaded.\n")
    with app.app_context():
        assert db.session.scalar(select(func.count(Seminar.id))) == 3
