"""A sentence that waits for its language."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sentence:
    """An untranslated *text* with ``%(name)s`` places, and the *values* for them."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the sentence in English, the language of the texts."""
        return self.text % self.values
