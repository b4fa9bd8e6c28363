"""Every rule of docs/calendars.md has a test whose name begins with its number."""

import re

from tests.support.sources import ROOT, functions_in, modules, text_of

RULES = range(1, 24)


def test_no_rule_is_without_a_test() -> None:
    names = [function.name for path in modules("tests") for function in functions_in(path)]
    numbers = {int(found[1]) for name in names if (found := re.match(r"test_rule_(\d+)_", name))}
    assert sorted(numbers) == list(RULES)


def test_the_documentation_says_every_rule() -> None:
    rules = text_of(ROOT / "docs" / "calendars.md").partition("\n## The rules\n")[2]
    assert [int(number) for number in re.findall(r"^(\d+)\. ", rules, re.MULTILINE)] == list(RULES)
