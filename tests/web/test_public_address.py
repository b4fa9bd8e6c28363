"""The address that the application believes to be at, and the one it believes a visitor to have."""

from collections.abc import Callable

from flask import Flask, request, url_for

MakeApp = Callable[..., Flask]
LIAR = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http"}


def seen(app: Flask, headers: dict[str, str]) -> dict[str, str | None]:
    """Let a request in, and report what a view would make of it."""
    found: dict[str, str | None] = {}

    def look() -> None:
        found["visitor"] = request.remote_addr
        found["link"] = url_for("health.check", _external=True)

    app.before_request_funcs.setdefault(None, []).insert(0, look)
    try:
        app.test_client().get("/healthz", headers=headers)
    finally:
        app.before_request_funcs[None].remove(look)
    return found


def test_no_header_of_a_stranger_moves_a_link(make_app: MakeApp) -> None:
    app = make_app(PUBLIC_URL="https://webinars.example.org")
    assert seen(app, LIAR)["link"] == "https://webinars.example.org/healthz"


def test_a_visitor_cannot_name_another_address_as_their_own(make_app: MakeApp) -> None:
    assert seen(make_app(), {"X-Forwarded-For": "203.0.113.7"})["visitor"] == "127.0.0.1"


def test_behind_a_trusted_proxy_the_visitor_is_whom_the_proxy_saw(make_app: MakeApp) -> None:
    chain = {"X-Forwarded-For": "198.51.100.1, 203.0.113.7"}
    assert seen(make_app(TRUSTED_PROXIES=1), chain)["visitor"] == "203.0.113.7"
