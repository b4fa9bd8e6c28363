"""The blueprint that the organiser's views of registrations hang on."""

from flask import Blueprint

blueprint = Blueprint("registrations", __name__, url_prefix="/seminars/<slug>/registrations")
