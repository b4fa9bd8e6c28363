"""Files with anything in them: each is read, or refused in a sentence."""

import json
from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.planner.builders import example
from tests.domain.planner.files import changed, refusal
from webinars.domain.errors import BadProblem
from webinars.domain.planner.ordering import OrderProblem
from webinars.domain.planner.problems import Problem
from webinars.domain.planner.reading import order_problem_of, problem_of

JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def places_of(value: Any, path: str = "") -> list[str]:
    """List the paths of all values in a file."""
    if isinstance(value, dict):
        inner = [(f"{path}.{key}" if path else key, each) for key, each in value.items()]
    elif isinstance(value, list):
        inner = [(f"{path}[{place}]", each) for place, each in enumerate(value)]
    else:
        inner = []
    return [found for name, each in inner for found in (name, *places_of(each, name))]


def read_or_refused(reader: Callable[[object], object], read: object) -> object:
    """Return the problem, or its refusal; any other exception is the test's failure."""
    try:
        return reader(read)
    except BadProblem as refused:
        return refused


PLACES = [path for path in places_of(example("lord-howe-spring")) if not path.startswith("expected")]
ORDER_PLACES = [path for path in places_of(example("tokyo-2021-talks")) if not path.startswith("expected")]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(PLACES), JUNK)
def test_any_value_anywhere_is_read_or_refused(path: str, value: object) -> None:
    changed_file = changed(example("lord-howe-spring"), path, value)
    assert isinstance(read_or_refused(problem_of, changed_file), Problem | BadProblem)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(ORDER_PLACES), JUNK)
def test_any_value_anywhere_in_an_order_is_read_or_refused(path: str, value: object) -> None:
    changed_file = changed(example("tokyo-2021-talks"), path, value)
    assert isinstance(read_or_refused(order_problem_of, changed_file), OrderProblem | BadProblem)


@settings(max_examples=100, deadline=None)
@given(JUNK)
def test_any_value_at_all_is_refused(value: object) -> None:
    refusal(problem_of, value)
    refusal(order_problem_of, json.loads(json.dumps(value)))
