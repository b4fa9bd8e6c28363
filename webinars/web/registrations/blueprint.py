"""The blueprint that the views of registrations hang on."""

from flask import Blueprint

blueprint = Blueprint("registrations", __name__)
