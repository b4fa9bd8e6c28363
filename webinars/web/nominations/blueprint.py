"""The blueprint of a city's own desk."""

from flask import Blueprint, request

blueprint = Blueprint("nominations", __name__, url_prefix="/delegations/<token>")
MOST_FORM_BYTES = 2_000_000  # a list of 1 MB in base 64, and the choices


@blueprint.url_value_preprocessor
def expect_list(_endpoint: str | None, _values: object) -> None:
    """Let a form hold a list, before anything looks into it: other forms are smaller."""
    request.max_form_memory_size = MOST_FORM_BYTES
