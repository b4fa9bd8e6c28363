"""Answers as the mail programs of the world send them, in their own form; the same person, the same event.

forms()             every form by name: its mail, and what is to be read from it
Asked               whom and what the answer is about
"""

from tests.support.clients.asked import Asked
from tests.support.clients.forms import Form, forms

__all__ = ["Asked", "Form", "forms"]
