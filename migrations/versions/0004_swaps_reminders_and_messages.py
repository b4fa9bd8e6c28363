"""Swaps of slots, reminders of parts, and messages of the organiser's own."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KINDS = (
    "calendar",
    "confirm registration",
    "registration state",
    "confirm address",
    "hand over",
    "city invitation",
    "city reminder",
    "presenter reminder",
    "confirm answer",
    "counter refused",
    "give back",
    "hours poll",
    "account",
)
NEW_KINDS = ("swap proposal", "reminder", "message")
RHYTHM = "[10080, 1440, 60, 0]"


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "swap_proposal",
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("seminar_id", sa.Integer(), nullable=False),
        sa.Column("proposer_id", sa.Integer(), nullable=False),
        sa.Column("asked_id", sa.Integer(), nullable=False),
        sa.Column("proposer_version", sa.Integer(), nullable=False),
        sa.Column("asked_version", sa.Integer(), nullable=False),
        sa.Column("proposer_starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("state", _states(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("proposer_id <> asked_id", name=op.f("ck_swap_proposal_two_people")),
        sa.ForeignKeyConstraint(["asked_id"], ["presenter.id"], name=op.f("fk_swap_proposal_asked_id")),
        sa.ForeignKeyConstraint(["proposer_id"], ["presenter.id"], name=op.f("fk_swap_proposal_proposer_id")),
        sa.ForeignKeyConstraint(["seminar_id"], ["seminar.id"], name=op.f("fk_swap_proposal_seminar_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_swap_proposal")),
        sa.UniqueConstraint("key", name=op.f("uq_swap_proposal_key")),
    )
    for name in ("seminar_id", "proposer_id", "asked_id"):
        op.create_index(op.f(f"ix_swap_proposal_{name}"), "swap_proposal", [name])
    op.create_table(
        "reminder_round",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("owed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_reminder_round_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_round")),
        sa.UniqueConstraint(
            "session_id", "starts_at", "minutes", name=op.f("uq_reminder_round_session_id_starts_at_minutes")
        ),
    )
    op.create_table(
        "message",
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("seminar_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.JSON(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recipients", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["seminar_id"], ["seminar.id"], name=op.f("fk_message_seminar_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("key", name=op.f("uq_message_key")),
    )
    op.create_index(op.f("ix_message_seminar_id"), "message", ["seminar_id"])
    with op.batch_alter_table("seminar") as batch_op:
        batch_op.add_column(
            sa.Column("reminder_minutes", sa.JSON(), nullable=False, server_default=sa.text(f"'{RHYTHM}'"))
        )
    with op.batch_alter_table("seminar") as batch_op:
        batch_op.alter_column("reminder_minutes", server_default=None)
    for table in ("registration", "presenter"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column("reminders_stopped_at", sa.DateTime(timezone=True), nullable=True))
    _allow_kinds(KINDS + NEW_KINDS)


def downgrade() -> None:
    """Take the tables back to the revision before; letters of the new kinds go, and whoever stopped them."""
    gone = f"kind IN ({_listed(NEW_KINDS)})"
    letters = f"SELECT id FROM notice WHERE {gone}"
    op.execute(f"DELETE FROM sent_letter WHERE notice_id IN ({letters})")
    op.execute(f"DELETE FROM reply WHERE notice_id IN ({letters})")
    op.execute(f"DELETE FROM notice WHERE {gone}")
    _allow_kinds(KINDS)
    for table in ("registration", "presenter"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column("reminders_stopped_at")
    with op.batch_alter_table("seminar") as batch_op:
        batch_op.drop_column("reminder_minutes")
    for table in ("message", "reminder_round", "swap_proposal"):
        op.drop_table(table)


def _states() -> sa.Enum:
    states = ("waiting", "agreed", "refused", "withdrawn", "outdated")
    return sa.Enum(*states, name="swap_state", native_enum=False, create_constraint=True, length=32)


def _allow_kinds(kinds: tuple[str, ...]) -> None:
    with op.batch_alter_table("notice") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_notice_notice_kind"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_notice_notice_kind"), f"kind IN ({_listed(kinds)})")


def _listed(kinds: tuple[str, ...]) -> str:
    return ", ".join(f"'{kind}'" for kind in kinds)
