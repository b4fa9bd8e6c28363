"""Letters that are rendered once for many readers read as if each had been rendered alone."""

from email.headerregistry import Address
from email.policy import SMTP

import pytest
from flask import Flask
from flask_babel import force_locale

from tests import builders
from tests.support.databases import ON_SQLITE
from webinars.letters.bodies import Block, Body, Lead, Link, Paragraph, render
from webinars.letters.messages import _header, _party
from webinars.letters.readers import Reader
from webinars.letters.stencils import hole
from webinars.models import Seminar

NAMES = ["Rosa Registrant", "山田 太郎", '<b>Eve</b> & "Co"', "", "100 % {{ rosa }}"]


def letter_to(
    app: Flask,
    name: str,
    link: str = "https://webinars.example/a?b=1&c=2",
    seminar: Seminar | None = None,
) -> Body:
    seminar = seminar or builders.a_seminar()
    seminar.series = seminar.host_city = None
    blocks: list[Block] = [
        Lead("New time"),
        Link("Join", link, is_button=True),
        Paragraph("Soon."),
        Link("See", link + "#x"),
    ]
    reader = Reader(name, "rosa@paris.example", "en", "Europe/Paris")
    with app.test_request_context(), force_locale("en"):
        return render("Subject", blocks, reader=reader, seminar=seminar)


@ON_SQLITE
@pytest.mark.parametrize("name", NAMES)
def test_a_name_stands_in_text_as_it_is_and_in_html_as_text(app: Flask, name: str) -> None:
    with app.app_context():
        body = letter_to(app, name)
    assert (f"Dear {name}," in body.text) == bool(name)
    if "<" in name:
        assert "Dear &lt;b&gt;Eve&lt;/b&gt; &amp; &#34;Co&#34;," in body.html
        assert "<b>" not in body.html
    assert "https://webinars.example/a?b=1&c=2\n" in body.text
    assert 'href="https://webinars.example/a?b=1&amp;c=2"' in body.html
    assert 'href="https://webinars.example/a?b=1&amp;c=2#x"' in body.html


@ON_SQLITE
def test_two_readers_of_one_language_get_letters_that_differ_in_what_is_their_own(app: Flask) -> None:
    with app.app_context():
        seminar = builders.a_seminar()
        rosa = letter_to(app, "Rosa", "https://webinars.example/rosa", seminar)
        paula = letter_to(app, "Paula", "https://webinars.example/paula", seminar)
    assert paula.text == rosa.text.replace("Rosa", "Paula").replace("/rosa", "/paula")
    assert paula.html == rosa.html.replace("Rosa", "Paula").replace("/rosa", "/paula")


@ON_SQLITE
def test_nobody_writes_a_hole_into_a_name(app: Flask) -> None:
    with app.app_context():
        body = letter_to(app, hole(1))
    assert f"Dear {hole(1)}," in body.text


@pytest.mark.parametrize(
    ("name", "email"),
    [
        ("Rosa Registrant", "rosa@paris.example"),
        ("Rosa", "rsvp+x7_-Z@tokyo.example"),
        ("", "rosa@paris.example"),
        ("Registrant, Rosa", "rosa@paris.example"),
        ("R. Registrant", "rosa@paris.example"),
        ('Rosa "R" \\ Registrant', "rosa@paris.example"),
        ("=?utf-8?q?Rosa?=", "rosa@paris.example"),
        ("山田 太郎", "rosa@paris.example"),
        ("Rosa " * 30, "rosa@paris.example"),
        ("Rosa", "rosa.o'neill@paris.example"),
        ("Rosa", "r" * 60 + "@paris.example"),
    ],
)
def test_a_header_that_is_not_parsed_is_what_the_parser_would_give(name: str, email: str) -> None:
    party = str(Address(display_name=name.strip(), addr_spec=email))
    assert _party(name, email) == party
    assert _header("To", party) == bytes(SMTP.fold_binary(*SMTP.header_store_parse("To", party)))
