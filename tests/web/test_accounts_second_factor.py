"""The second factor: enrolled, asked for, required by the office, and recovered from."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from tests.support.accounts import (
    account,
    add,
    begin_enrolling,
    enrol,
    is_signed_in,
    make_recovery_codes,
    next_code,
    once,
    sign_in,
)
from tests.support.organisers import signed_in


def test_with_a_second_factor_the_password_alone_signs_nobody_in(app: Flask, client: FlaskClient) -> None:
    add(app)
    sign_in(client)
    totp = enrol(client)
    client.post("/account/sign-out")
    sign_in(client)
    assert not is_signed_in(client)
    assert client.post("/account/tf-validate", data={"code": next_code(totp)}).status_code == 302
    assert is_signed_in(client)


def test_a_code_is_taken_once(app: Flask, client: FlaskClient) -> None:
    add(app)
    sign_in(client)
    totp = enrol(client)
    client.post("/account/sign-out")
    sign_in(client)
    code = next_code(totp)
    client.post("/account/tf-validate", data={"code": code})
    assert is_signed_in(client)
    client.post("/account/sign-out")
    sign_in(client)
    assert client.post("/account/tf-validate", data={"code": code}).status_code == 422
    assert not is_signed_in(client)


def test_a_wrong_code_while_enrolling_can_be_typed_again(app: Flask, client: FlaskClient) -> None:
    add(app)
    sign_in(client)
    totp = begin_enrolling(client)
    wrong = str((int(totp.now()) + 500_000) % 1_000_000).zfill(6)
    assert client.post("/account/tf-validate", data={"code": wrong}).status_code == 422
    assert client.post("/account/tf-validate", data={"code": totp.now()}).status_code == 302
    with app.app_context():
        assert account().tf_primary_method == "authenticator"


def test_a_new_telephone_takes_the_place_of_the_old_one(app: Flask, client: FlaskClient) -> None:
    add(app)
    sign_in(client)
    old = enrol(client)
    new = enrol(client)
    client.post("/account/sign-out")
    sign_in(client)
    assert client.post("/account/tf-validate", data={"code": next_code(old)}).status_code == 422
    assert client.post("/account/tf-validate", data={"code": next_code(new)}).status_code == 302
    assert is_signed_in(client)


def test_a_recovery_code_signs_in_once_however_it_is_typed(app: Flask, client: FlaskClient) -> None:
    add(app)
    sign_in(client)
    enrol(client)
    codes = make_recovery_codes(client)
    assert len(codes) == 5
    client.post("/account/sign-out")
    for typed, is_taken in (
        (codes[0], True),
        (codes[0], False),
        (f" {codes[1].upper().replace('-', ' ')} ", True),
        (codes[1], False),
        ("0000-0000-0000", False),
    ):
        sign_in(client)
        client.post("/account/mf-recovery", data={"code": typed})
        assert is_signed_in(client) is is_taken
        client.post("/account/sign-out")


def test_recovery_codes_are_kept_encrypted_and_shown_again_to_their_owner(
    app: Flask, client: FlaskClient
) -> None:
    add(app)
    sign_in(client)
    codes = make_recovery_codes(client)
    with app.app_context():
        kept = account().mf_recovery_codes
        assert kept is not None
        assert len(kept) == 5
        assert not set(kept) & set(codes)
    page = client.get("/account/mf-recovery-codes?show_codes=1").text
    assert [code for code in codes if code not in page] == []


def test_the_second_factor_can_be_turned_off(app: Flask, client: FlaskClient) -> None:
    add(app)
    sign_in(client)
    enrol(client)
    client.post("/account/tf-setup", data={"setup": "disable"})
    client.post("/account/sign-out")
    sign_in(client)
    assert is_signed_in(client)


def test_the_library_writes_to_nobody_about_a_lost_telephone(app: Flask, client: FlaskClient) -> None:
    add(app)
    sign_in(client)
    enrol(client)
    client.post("/account/sign-out")
    sign_in(client)
    assert client.post("/account/tf-rescue", data={"help_setup": "help"}).status_code == 422
    assert not is_signed_in(client)


def test_an_office_can_require_a_second_factor_of_everybody(make_app: Callable[..., Flask]) -> None:
    app = make_app(SECOND_FACTOR_REQUIRED=True)
    client = app.test_client()
    add(app)
    assert sign_in(client) == 302
    assert not is_signed_in(client)
    totp = enrol(client)
    assert is_signed_in(client)
    assert client.post("/account/tf-setup", data={"setup": "disable"}).status_code == 422
    client.post("/account/sign-out")
    sign_in(client)
    assert not is_signed_in(client)
    client.post("/account/tf-validate", data={"code": next_code(totp)})
    assert is_signed_in(client)


def test_where_it_is_required_a_link_leads_to_setting_it_up(make_app: Callable[..., Flask]) -> None:
    app = make_app(SECOND_FACTOR_REQUIRED=True)
    client = app.test_client()
    add(app)
    assert client.post(once(app)).headers["Location"] == "/account/tf-setup"
    assert not is_signed_in(client)
    enrol(client)
    assert is_signed_in(client)


def test_who_was_signed_in_before_it_was_required_sets_it_up_first(make_app: Callable[..., Flask]) -> None:
    app = make_app(SECOND_FACTOR_REQUIRED=True)
    client = signed_in(app)
    for path in ("/organise/", "/account/"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/account/tf-setup")
    assert client.get("/").status_code == 200
