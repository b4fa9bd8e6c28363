"""The parts of all pages with all their states, for those who build."""

from flask import Blueprint, render_template

from webinars.web.organise.gallery import sample_parts
from webinars.web.permissions import Permission, allow

blueprint = Blueprint("parts", __name__, url_prefix="/parts")


@blueprint.get("")
@allow(Permission.VIEW)
def show() -> str:
    """Show every part."""
    return render_template("parts.html", samples=sample_parts())
