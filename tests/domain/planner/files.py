"""Files of problems with something wrong in them, and how they are refused."""

import copy
import re
from collections.abc import Callable
from typing import Any

import pytest

from webinars.domain.errors import BadProblem

ABSENT = object()


def changed(read: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """Return a copy of *read* with *value* at *path*; ABSENT takes it out."""
    whole = copy.deepcopy(read)
    steps = [int(step) if step.isdigit() else step for step in re.findall(r"\w+", path)]
    place: Any = whole
    for step in steps[:-1]:
        place = place[step]
    if value is ABSENT:
        del place[steps[-1]]
    else:
        place[steps[-1]] = value
    return whole


def refusal(reader: Callable[[object], object], read: object) -> BadProblem:
    with pytest.raises(BadProblem) as refused:
        reader(read)
    said = str(refused.value)
    assert said.endswith((".", "?"))
    assert "\n" not in said
    assert len(said) < 500
    return refused.value
