"""Whether the application answers and reaches its database."""

from flask import Blueprint

from webinars.queries.health import is_database_reached
from webinars.web.permissions import Permission, allow

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@allow(Permission.PUBLIC)
def check() -> tuple[dict[str, str], int]:
    """Answer 200 while the database does."""
    is_well = is_database_reached()
    return {"status": "ok" if is_well else "database unreachable"}, 200 if is_well else 503
