"""What each letter says, for the worker and for the preview."""

from webinars.letters.messages import Letter
from webinars.letters.previews import Preview, preview
from webinars.letters.writing import compose, write
from webinars.queries.notices import Matter, load

__all__ = ["Letter", "Matter", "Preview", "compose", "load", "preview", "write"]
