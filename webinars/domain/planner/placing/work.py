"""How much a search may do: counted and not timed, so that a problem is answered always or never."""


class TooMuchWork(Exception):
    """The search would go on for longer than anybody waits."""


class Work:
    """So many *steps* for all searches that share it, None for as many as they take.

    A step is a candidate that is looked at once: with some dozens of cities a few tenths of a microsecond.
    """

    def __init__(self, steps: int | None = None) -> None:
        self._left = steps

    def spend(self, steps: int) -> None:
        """Count *steps*; raise TooMuchWork when they are more than are left."""
        if self._left is not None:
            self._left -= steps
            if self._left < 0:
                raise TooMuchWork
