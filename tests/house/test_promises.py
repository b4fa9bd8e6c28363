"""Nothing is left for later, and nothing leans on what a clean clone lacks."""

from tests.support.sources import ROOT, files, lines_with, modules

# The words are put together here, so that this file does not break its own law.
LATER = "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X"))
ELSEWHERE = r"\.\./" + "shared"
TEXTS = (".py", ".html", ".txt", ".css", ".js", ".md", ".cfg", ".toml", ".tsv", ".yaml", ".mako", ".ini")
FOLDERS = ("webinars", "templates", "static", "migrations", "tests", "docs")


def test_no_promise_stands_for_code() -> None:
    code = [path for folder in FOLDERS for path in files(folder, *TEXTS)]
    assert lines_with(rf"\b({LATER})\b", code) == []


def test_no_test_is_skipped_or_expected_to_fail() -> None:
    assert lines_with(r"\bpytest\.(mark\.)?(skip|skipif|xfail|importorskip)\b", modules("tests")) == []


def test_no_test_sleeps_to_wait() -> None:
    assert lines_with(r"\btime\.sleep\(|\bimport sleep\b", modules("tests")) == []


def test_no_own_code_is_mocked() -> None:
    assert (
        lines_with(r"unittest\.mock|\bMagicMock\b|monkeypatch\.setattr\(\"?webinars", modules("tests")) == []
    )


def test_nothing_reads_outside_the_project() -> None:
    top = [
        ROOT / name
        for name in ("Makefile", "setup.cfg", "pyproject.toml", "ruff.toml", ".ci/run", "README.md")
    ]
    code = [path for folder in FOLDERS for path in files(folder, *TEXTS)]
    assert lines_with(ELSEWHERE, code + [path for path in top if path.exists()]) == []
