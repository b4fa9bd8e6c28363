"""Bytes that were written before: what decides them is their key, so that nothing kept is ever wrong.

Nothing here outlives its process, and nothing has to: the same state gives the same bytes again.
"""

from collections import OrderedDict
from collections.abc import Hashable, Iterable, Mapping
from threading import Lock


class Kept:
    """Bytes by what decides them, at most *octets* of them; what was not asked for longest goes first.

    Threads share one. What is larger than the whole room is not kept.
    """

    def __init__(self, octets: int) -> None:
        self._room = octets
        self._octets = 0
        self._content: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = Lock()

    @property
    def octets(self) -> int:
        """Return how many bytes are kept."""
        return self._octets

    def get(self, key: Hashable) -> bytes | None:
        """Return what is kept for *key*; None where nothing is."""
        with self._lock:
            content = self._content.get(key)
            if content is not None:
                self._content.move_to_end(key)
            return content

    def get_all(self, keys: Iterable[Hashable]) -> dict[Hashable, bytes]:
        """Return what is kept for any of *keys*."""
        with self._lock:
            found = {key: content for key in keys if (content := self._content.get(key)) is not None}
            for key in found:
                self._content.move_to_end(key)
            return found

    def keep(self, key: Hashable, content: bytes) -> bytes:
        """Keep *content* for *key*, and return it."""
        self.keep_all({key: content})
        return content

    def keep_all(self, written: Mapping[Hashable, bytes]) -> None:
        """Keep each of *written*, and let go of what no longer finds room."""
        with self._lock:
            for key, content in written.items():
                if len(content) <= self._room:
                    self._octets += len(content) - len(self._content.pop(key, b""))
                    self._content[key] = content
            while self._octets > self._room:
                self._octets -= len(self._content.popitem(last=False)[1])

    def clear(self) -> None:
        """Let go of everything."""
        with self._lock:
            self._content.clear()
            self._octets = 0
