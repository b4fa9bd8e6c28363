"""The library's pages: in our words, and answered with the status that says what happened."""

from typing import Any

from flask import make_response, render_template, request
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from webinars.web.accounts.words import name_fields


def render(template: str, **values: Any) -> Response:
    """Render a page of Flask-Security; what it refuses is answered 422, like any form of ours."""
    forms = {name: value for name, value in values.items() if isinstance(value, FlaskForm)}
    for name, form in forms.items():
        name_fields(name, form)
    is_refused = request.method == "POST" and any(form.errors for form in forms.values())
    return make_response(render_template(template, **values), 422 if is_refused else 200)
