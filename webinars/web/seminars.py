"""Public pages: what is coming and what was, and one seminar."""

from flask import Blueprint, render_template

from webinars.web.permissions import Permission, allow

blueprint = Blueprint("seminars", __name__)


@blueprint.get("/")
@allow(Permission.PUBLIC)
def home() -> str:
    """List what is coming and what was."""
    return render_template("seminars/home.html")
