"""Calendar letters: what an invitation's person must be told, and in which words."""

from webinars.letters.invitations.writing import method_due, write

__all__ = ["method_due", "write"]
