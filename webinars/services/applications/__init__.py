"""Applications of cities to a call: begun, saved, sent, changed until the close, withdrawn."""

from webinars.services.applications.filing import ALLOWED, attach, detach
from webinars.services.applications.rows import check_open
from webinars.services.applications.saving import ApplicationFields, save, send
from webinars.services.applications.starting import Applicant, start
from webinars.services.applications.withdrawing import withdraw

__all__ = [
    "ALLOWED",
    "Applicant",
    "ApplicationFields",
    "attach",
    "check_open",
    "detach",
    "save",
    "send",
    "start",
    "withdraw",
]
