"""What is known of a letter once it is begun moves from the notice to the letter that is kept."""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

STATES = ("owed", "held", "claimed", "sent", "dropped", "failed")
INDEX = "ix_notice_message_id"
ITS_NOTICE = "FROM notice WHERE notice.id = sent_letter.notice_id"
ITS_LETTER = "FROM sent_letter WHERE sent_letter.notice_id = notice.id"


def upgrade() -> None:
    """Bring the tables to this revision."""
    with op.batch_alter_table("sent_letter") as batch_op:
        batch_op.add_column(sa.Column("message_id", sa.String(length=255), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("dispatch", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("begun_by", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("begun_until", sa.DateTime(timezone=True), nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        # SQLite would write every letter anew for it.
        op.alter_column("sent_letter", "message_id", server_default=None)
    dispatch = _either(sqlite="json_extract(details, '$.dispatch')", postgresql="details -> 'dispatch'")
    begun = "CASE WHEN state = 'sending' THEN claimed_{} END"
    op.execute(
        "UPDATE sent_letter SET"
        f" message_id = (SELECT coalesce(notice.message_id, '') {ITS_NOTICE}),"
        f" dispatch = (SELECT {dispatch} {ITS_NOTICE}),"
        f" begun_by = (SELECT {begun.format('by')} {ITS_NOTICE}),"
        f" begun_until = (SELECT {begun.format('until')} {ITS_NOTICE})"
    )
    without = _either(
        sqlite="json_remove(details, '$.dispatch')", postgresql="(details::jsonb - 'dispatch')::json"
    )
    op.execute(f"UPDATE notice SET details = {without} WHERE {dispatch} IS NOT NULL")
    op.execute("UPDATE notice SET state = 'claimed' WHERE state = 'sending'")
    op.drop_index(op.f(INDEX), table_name="notice")
    with op.batch_alter_table("notice") as batch_op:
        _allow_states(batch_op, STATES)
        batch_op.drop_column("message_id")


def downgrade() -> None:
    """Take the tables back to the revision before."""
    with op.batch_alter_table("notice") as batch_op:
        _allow_states(batch_op, (*STATES, "sending"))
        batch_op.add_column(sa.Column("message_id", sa.String(length=255), nullable=True))
    is_set = sa.text("message_id IS NOT NULL")
    op.create_index(op.f(INDEX), "notice", ["message_id"], sqlite_where=is_set, postgresql_where=is_set)
    op.execute(f"UPDATE notice SET message_id = (SELECT nullif(sent_letter.message_id, '') {ITS_LETTER})")
    dispatch = f"(SELECT dispatch {ITS_LETTER} AND dispatch IS NOT NULL)"
    within = _either(
        sqlite=f"json_set(details, '$.dispatch', json({dispatch}))",
        postgresql=f"(details::jsonb || jsonb_build_object('dispatch', {dispatch}))::json",
    )
    op.execute(f"UPDATE notice SET details = {within} WHERE EXISTS {dispatch}")
    begun = f"(SELECT begun_until {ITS_LETTER} AND begun_by = claimed_by)"
    op.execute(
        f"UPDATE notice SET state = 'sending', claimed_until = {begun}"
        f" WHERE state = 'claimed' AND EXISTS {begun}"
    )
    with op.batch_alter_table("sent_letter") as batch_op:
        for name in ("message_id", "dispatch", "begun_by", "begun_until"):
            batch_op.drop_column(name)


def _either(*, sqlite: str, postgresql: str) -> str:
    return sqlite if op.get_bind().dialect.name == "sqlite" else postgresql


def _allow_states(batch_op: BatchOperations, states: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{state}'" for state in states)
    batch_op.drop_constraint(batch_op.f("ck_notice_notice_state"), type_="check")
    batch_op.create_check_constraint(batch_op.f("ck_notice_notice_state"), f"state IN ({listed})")
