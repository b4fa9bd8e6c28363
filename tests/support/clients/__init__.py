"""Answers as the mail programs of the world send them, in their own form; the same person, the same event.

Asked                               whom and what the answer is about
asked_of(invitation, inbox=...)     the same of a real invitation
forms(asked)                        every form by name: its mail, and what is to be read from it
"""

from tests.support.clients.asked import Asked, asked_of
from tests.support.clients.forms import Form, forms

__all__ = ["Asked", "Form", "asked_of", "forms"]
