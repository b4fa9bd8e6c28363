"""The blueprint of people's own calendars."""

from flask import Blueprint

blueprint = Blueprint("subscriptions", __name__)
