"""`webinars plan` and `webinars order`: the planner at the command line."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.cli.conftest import Outcome
from tests.domain.planner.builders import EXAMPLES, example
from webinars.cli.planning import order_talks, plan

PLACING = sorted(path.stem for path in EXAMPLES.glob("*.json") if path.stem != "tokyo-2021-talks")


def run(command: Any, *words: str, read: object = None) -> Result:
    return CliRunner().invoke(command, [*words], input=None if read is None else json.dumps(read))


@pytest.mark.parametrize("fairness", ["minimax", "leximin", "total"])
@pytest.mark.parametrize("name", PLACING)
def test_a_plan_is_what_the_example_expects(name: str, fairness: str) -> None:
    said = run(plan, str(EXAMPLES / f"{name}.json"), "--fairness", fairness)
    assert said.exit_code == 0
    answer, expected = json.loads(said.output), example(name)["expected"]
    assert answer["feasible"] is True
    assert answer["candidate_starts"] == expected["candidate_starts"]
    assert {key: answer[key] for key in expected[fairness]} == expected[fairness]
    objective = {"costs"} if fairness == "leximin" else {"worst", "total"}
    starts = {"starts_utc", "starts_host", "candidate_starts"}
    assert set(answer) == {*starts, *objective, "feasible", "unserved", "attendance", "explanation", "proof"}


def test_a_plan_says_who_attends_what_and_why() -> None:
    answer = json.loads(run(plan, str(EXAMPLES / "tokyo-2021.json")).output)
    assert answer["attendance"]["Tokyo"] == [0, 1]
    assert answer["attendance"]["Paris"] == [1]
    assert answer["proof"]["candidates"] == 96
    assert answer["explanation"][0] == "Part 1 is on Wednesday 24 November 2021 from 11:00 to 13:35 in Tokyo."
    assert "Tokyo has it worst, at a discomfort of 265." in answer["explanation"]
    assert (
        "Tokyo and Rio de Janeiro alone already force 265, and no fewer cities do." in answer["explanation"]
    )
    assert "Paris attends part 2 within its good hours." in answer["explanation"]
    assert (
        "In Rio de Janeiro, part 1 is on Tuesday from 23:00 to 01:35 on Wednesday"
        " and part 2 is on Wednesday from 07:15 to 09:40."
    ) in answer["explanation"]


def test_an_order_is_what_the_example_expects() -> None:
    said = run(order_talks, str(EXAMPLES / "tokyo-2021-talks.json"))
    assert said.exit_code == 0
    assert json.loads(said.output) == {**example("tokyo-2021-talks")["expected"], "is_exact_in_themes": True}


@pytest.mark.parametrize(
    ("command", "name"), [(plan, "tokyo-2021"), (order_talks, "tokyo-2021-talks")], ids=["plan", "order"]
)
def test_a_hyphen_reads_standard_input(command: Any, name: str) -> None:
    from_input = run(command, "-", read=example(name))
    assert from_input.output == run(command, str(EXAMPLES / f"{name}.json")).output
    assert from_input.exit_code == 0


def test_the_presence_of_the_command_line_counts_before_that_of_the_problem() -> None:
    whole = {**example("tokyo-2021"), "slot_minutes": 10, "presence": "whole"}
    talk = run(plan, "-", "--presence", "talk", read=whole)
    assert talk.output == run(plan, "-", read={**whole, "presence": "talk"}).output
    assert json.loads(talk.output)["worst"] < 265
    assert (
        run(plan, "-", "--presence", "whole", read={**whole, "presence": "talk"}).output
        == run(plan, "-", read=whole).output
    )


# --- none ---------------------------------------------------------------------------------------------------


def test_a_plan_that_is_not_possible_says_why_and_ends_with_three() -> None:
    read = example("tokyo-2021")
    read["cities"][0]["holidays"] = ["2021-11-24"]
    said = run(plan, "-", read=read)
    answer = json.loads(said.output)
    assert (said.exit_code, answer["feasible"]) == (3, False)
    assert answer["reason"] == (
        "The holidays of Tokyo leave no time for the whole seminar on these dates."
        " It would be possible if Tuesday 23 November 2021"
        " or Thursday 25 November 2021 were possible too."
    )


def test_talks_that_do_not_fit_say_why_and_end_with_three() -> None:
    read = example("tokyo-2021-talks")
    read["parts"] = [read["parts"][0]]
    said = run(order_talks, "-", read=read)
    reason = "The talks number 13 and the slots only 9. Add slots, or take talks out."
    assert (said.exit_code, json.loads(said.output)) == (3, {"feasible": False, "reason": reason})


# --- bad ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        (
            "host",
            "Atlantis",
            "host: The host “Atlantis” is none of the cities. Add it, or name another host.",
        ),
        ("parts", [], "parts: There are 0 parts. Choose 1 to 4."),
        ("grid", True, "grid: A whole number is needed here, and true is none."),
    ],
)
def test_a_bad_problem_is_one_sentence_that_names_the_field(field: str, value: object, sentence: str) -> None:
    said = run(plan, "-", read={**example("tokyo-2021"), field: value})
    assert (said.exit_code, said.stdout, said.stderr) == (2, "", f"webinars: {sentence}\n")


def test_a_bad_order_is_one_sentence_that_names_the_field() -> None:
    said = run(order_talks, "-", read={**example("tokyo-2021-talks"), "slot_minutes": 3})
    sentence = "webinars: slot_minutes: 3 minutes is no multiple of 5. Round it.\n"
    assert (said.exit_code, said.stdout, said.stderr) == (2, "", sentence)


def test_a_presence_that_the_problem_cannot_have_names_the_field() -> None:
    said = run(plan, str(EXAMPLES / "tokyo-2021.json"), "--presence", "talk")
    sentence = "webinars: slot_minutes: How long is a talk? Enter its minutes.\n"
    assert (said.exit_code, said.stdout, said.stderr) == (2, "", sentence)


@pytest.mark.parametrize("command", [plan, order_talks], ids=["plan", "order"])
@pytest.mark.parametrize(
    "text",
    [b"", b"{", b"host: Tokyo", b"\xff\xfe\xfa", b"[" * 100_000, b'{"grid": ' + b"9" * 5000 + b"}"],
    ids=["empty", "half", "yaml", "bytes", "deep", "long number"],
)
def test_what_is_no_json_is_one_sentence(command: Any, text: bytes) -> None:
    said = CliRunner().invoke(command, ["-"], input=text)
    assert (said.exit_code, said.stdout) == (2, "")
    assert said.stderr.startswith("webinars: This is no JSON ")
    assert said.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "words", [(), ("nowhere.json",), ("-", "--fairness", "kind"), ("-", "--presence", "half")]
)
def test_wrong_words_end_with_two(words: tuple[str, ...]) -> None:
    said = run(plan, *words)
    assert said.exit_code == 2
    assert "Error: " in said.stderr


# --- in the program -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "name"), [(("plan",), "tokyo-2021"), (("order",), "tokyo-2021-talks")], ids=["plan", "order"]
)
def test_the_program_needs_neither_database_nor_instance(
    webinars: Callable[..., Outcome],
    instance: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    name: str,
) -> None:
    monkeypatch.setenv("WEBINARS_DATABASE_URL", "nothing://like/that")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO((EXAMPLES / f"{name}.json").read_bytes())))
    said = webinars(*words, "-")
    assert (said.code, said.err) == (0, "")
    assert json.loads(said.out)["feasible"] is True
    assert not instance.exists()
