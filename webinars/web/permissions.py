"""Who may reach what: one permission declared for each endpoint, and no for everything else."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request
from flask_security import current_user

from webinars.models.accounts import RoleName

View = TypeVar("View", bound=Callable[..., Any])


class Permission(StrEnum):
    """What an endpoint asks of who opens it."""

    PUBLIC = "public"  # nothing
    LINK = "link"  # a signed link, which the view itself reads
    ACCOUNT = "account"  # any account, for its own affairs
    VIEW = "view"  # to see everything of the office
    ORGANISE = "organise"  # to plan, invite and run
    ADMINISTER = "administer"  # to decide who may


ALLOWS: dict[RoleName, frozenset[Permission]] = {
    RoleName.VIEWER: frozenset({Permission.VIEW}),
    RoleName.ORGANISER: frozenset({Permission.VIEW, Permission.ORGANISE}),
    RoleName.ADMINISTRATOR: frozenset({Permission.VIEW, Permission.ORGANISE, Permission.ADMINISTER}),
}

# Endpoints of libraries, whose views we cannot decorate. Flask-Security asks for the account itself where it
# needs one, because it also has to remember where the person wanted to go.
LIBRARY_ENDPOINTS: dict[str, Permission] = {
    "static": Permission.PUBLIC,
    "security.static": Permission.PUBLIC,
    "security.login": Permission.PUBLIC,
    "security.logout": Permission.PUBLIC,
    "security.verify": Permission.ACCOUNT,
    "security.change_password": Permission.ACCOUNT,
    "security.forgot_password": Permission.PUBLIC,
    "security.reset_password": Permission.PUBLIC,
    "security.two_factor_setup": Permission.PUBLIC,
    "security.two_factor_setup_validate": Permission.PUBLIC,
    "security.two_factor_token_validation": Permission.PUBLIC,
    "security.two_factor_rescue": Permission.PUBLIC,
    "security.tf_select": Permission.PUBLIC,
    "security.mf_recovery": Permission.PUBLIC,
    "security.mf_recovery_codes": Permission.ACCOUNT,
}


def allow(permission: Permission) -> Callable[[View], View]:
    """Declare what a view asks; stands directly under its route."""

    def declare(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return declare


def declared(app: Flask, endpoint: str) -> Permission | None:
    """Return what *endpoint* asks; None when nobody said, and then nobody may."""
    own: Permission | None = getattr(app.view_functions.get(endpoint), "permission", None)
    return own or LIBRARY_ENDPOINTS.get(endpoint)


def may(permission: Permission) -> bool:
    """Say whether who is here may do what *permission* names."""
    if permission in (Permission.PUBLIC, Permission.LINK):
        return True
    if not current_user.is_authenticated:
        return False
    if permission is Permission.ACCOUNT:
        return True
    return any(permission in ALLOWS[RoleName(role.name)] for role in current_user.roles)


def enforce() -> Any:
    """Stop a request that its endpoint does not allow; who is not signed in is asked to."""
    if request.endpoint is None:
        return None
    permission = declared(current_app, request.endpoint)
    if permission is None:
        abort(403)
    if may(permission):
        return None
    if not current_user.is_authenticated:
        return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
    return abort(403)
