"""Headers of every answer: what a page may load, and what others may do with it."""

from flask import g
from werkzeug.wrappers import Response

from webinars.web.reader import ZONE_COOKIE

ALWAYS = (
    ("X-Content-Type-Options", "nosniff"),
    # Signed links are secrets: no other site may read them from a Referer.
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
)


def protect(response: Response) -> Response:
    """Set the security headers.

    A view whose form leads to another site (the room of a meeting) names its origin in g.form_action, because
    browsers hold form-action against the redirect as well. A view shown in a frame of ours sets g.is_framed.
    """
    form_action = " ".join(("'self'", *g.get("form_action", ())))
    frame = "'self'" if g.get("is_framed") else "'none'"
    response.headers.setdefault("Content-Security-Policy", policy(form_action, frame, g.get("sandbox", "")))
    for name, value in ALWAYS:
        response.headers.setdefault(name, value)
    if g.get("forget_zone"):
        response.delete_cookie(ZONE_COOKIE)
    return response


def policy(form_action: str = "'self'", frame: str = "'none'", sandbox: str = "") -> str:
    """Return the content security policy; no other function writes one."""
    return (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        f"form-action {form_action}; frame-ancestors {frame}{sandbox}"
    )
