"""How modules and functions are cut."""

import ast

from tests.support.sources import Function, functions_in, modules, name_of, text_of, tree_of

MODULE_LINES = 300
FUNCTION_LINES = 40

OURS = modules("webinars")
ALL = modules("webinars", "tests", "benchmarks")


def test_there_are_modules_to_judge() -> None:
    assert len(OURS) > 10


def test_no_module_is_longer_than_its_cap() -> None:
    lengths = {name_of(path): text_of(path).count("\n") for path in ALL}
    assert {name: lines for name, lines in lengths.items() if lines > MODULE_LINES} == {}


def test_every_module_says_what_it_is() -> None:
    assert [name_of(path) for path in ALL if not ast.get_docstring(tree_of(path))] == []


def test_no_function_is_longer_than_its_cap() -> None:
    assert [
        f"{name_of(path)}:{function.lineno}: {function.name} has {length_of(function)} lines"
        for path in ALL
        for function in functions_in(path)
        if length_of(function) > FUNCTION_LINES
    ] == []


def length_of(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_nothing_is_imported_inside_a_function() -> None:
    assert [
        f"{name_of(path)}:{node.lineno}: in {function.name}"
        for path in ALL
        for function in functions_in(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ] == []


def test_nothing_catches_everything() -> None:
    assert [
        f"{name_of(path)}:{node.lineno}"
        for path in ALL
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ExceptHandler) and catches_everything(node) and not raises_again(node)
    ] == []


def catches_everything(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(isinstance(one, ast.Name) and one.id in ("Exception", "BaseException") for one in caught)


def raises_again(handler: ast.ExceptHandler) -> bool:
    """Tell whether the handler ends by raising what it caught: it tidies up and swallows nothing."""
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def test_no_text_is_formatted_before_it_is_translated() -> None:
    assert [
        f"{name_of(path)}:{node.lineno}"
        for path in OURS
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("_", "_l", "N_")
        and not (node.args and isinstance(node.args[0], ast.Constant))
    ] == []
