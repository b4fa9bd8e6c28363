"""The blueprint of a city's own desk."""

from flask import Blueprint

blueprint = Blueprint("nominations", __name__, url_prefix="/delegations/<token>")
