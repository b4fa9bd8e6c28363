"""The demonstration in the database.

Here `database_url`, and with it everything that stands on it, is a database that holds the demonstration.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.databases import Databases
from tests.support.demonstrated import demonstrated, sqlite_demonstrations


@pytest.fixture(scope="session")
def sqlite_copies(tmp_path_factory: pytest.TempPathFactory) -> Databases:
    return sqlite_demonstrations(tmp_path_factory.mktemp("demonstration"))


@pytest.fixture
def database_url(
    engine: str, databases: Callable[[str], Databases], sqlite_copies: Databases, tmp_path: Path
) -> Iterator[str]:
    if engine == "sqlite":
        with sqlite_copies.fresh() as url:
            yield url
    else:
        with demonstrated(databases(engine), folder=tmp_path) as url:
            yield url
