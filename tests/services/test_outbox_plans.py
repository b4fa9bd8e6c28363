"""How PostgreSQL goes about claiming many letters, of which it has not heard yet."""

from collections.abc import Iterator
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine, event, text

from tests import builders
from tests.support.databases import ON_POSTGRESQL
from tests.support.outboxes import claim, states
from webinars.models import NoticeKind, NoticeState
from webinars.models.database import transaction

pytestmark = ON_POSTGRESQL

BEFORE, WAITING = 4, 500


def copy(database: SQLAlchemy, table: str, ident: int, count: int, **different: str) -> None:
    """Write a row of *table* *count* times more; *different* are columns and what stands there, of *n*."""
    names = [column.name for column in database.metadata.tables[table].columns if column.name != "id"]
    given = ", ".join(different.get(name, name) for name in names)
    rows = f"FROM {table}, generate_series(1, {count}) AS n WHERE id = {ident}"
    database.session.execute(text(f"INSERT INTO {table} ({', '.join(names)}) SELECT {given} {rows}"))


def owe_many(database: SQLAlchemy) -> None:
    """Owe letters about as many invitations, after the server has looked at a table where nothing waits."""
    seminar = builders.a_seminar()
    person = builders.a_registration(seminar)
    invitation = builders.an_invitation(person, builders.a_session(seminar))
    about = {"kind": NoticeKind.CALENDAR, "invitation_id": invitation.id}
    sent = builders.a_notice(seminar, **about, state=NoticeState.SENT)
    with transaction():
        unlike = {name: f"{name} || n" for name in ("key", "email", "email_key")}
        copy(database, "registration", person.id, WAITING - 1, **unlike)
        unlike = {"uid": "uid || n", "key": "key || n", "registration_id": f"{person.id} + n"}
        copy(database, "invitation", invitation.id, WAITING - 1, **unlike)
        for turn in range(BEFORE):
            of_another = f"{invitation.id} + n - 1"
            copy(database, "notice", sent.id, WAITING, key=f"'{turn}-' || n", invitation_id=of_another)
    with transaction():
        database.session.execute(text("ANALYZE notice"))
        waits = {"state": "'owed'", "key": "'waits-' || n", "invitation_id": f"{invitation.id} + n - 1"}
        copy(database, "notice", sent.id, WAITING, **waits)


def plan_of_claiming(database: SQLAlchemy) -> dict[str, Any]:
    """Let the server explain what it does at a claim, which it then does."""
    found: list[dict[str, Any]] = []

    def explain(connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.startswith("WITH due"):
            cursor = connection.connection.cursor()
            cursor.execute("SAVEPOINT explained")
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", parameters)
            found.append(cursor.fetchone()[0][0]["Plan"])
            cursor.execute("ROLLBACK TO explained")

    event.listen(Engine, "before_cursor_execute", explain)
    try:
        assert len(claim(limit=WAITING)) == WAITING
    finally:
        event.remove(Engine, "before_cursor_execute", explain)
    return found[0]


def steps(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for step in plan.get("Plans", ()):
        yield from steps(step)


def test_no_letter_that_waits_is_compared_with_all_others(database: SQLAlchemy) -> None:
    owe_many(database)
    plan = plan_of_claiming(database)
    compared = [step.get("Rows Removed by Join Filter", 0) * step["Actual Loops"] for step in steps(plan)]
    assert sum(compared) <= 2 * WAITING, plan
    assert states().count(NoticeState.CLAIMED) == WAITING
