"""What the planner is asked, when cities can, and letters owed to a whole crowd."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
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
    "account",
)
NEW_KINDS = ("hours poll",)


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "crowd",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_crowd_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crowd")),
    )
    op.create_table(
        "city_hours",
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.Column("hours", sa.JSON(), nullable=False),
        sa.Column("days_off", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_city_hours_city_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_city_hours")),
        sa.UniqueConstraint("city_id", name=op.f("uq_city_hours_city_id")),
    )
    op.create_table(
        "holiday",
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_holiday_city_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday")),
        sa.UniqueConstraint("city_id", "on_date", name=op.f("uq_holiday_city_id_on_date")),
    )
    op.create_table(
        "availability",
        sa.Column("seminar_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.Column("attend", _enum("availability_attend", "one", "all"), nullable=False),
        sa.Column("hours", sa.JSON(), nullable=True),
        sa.Column("days_off", sa.JSON(), nullable=True),
        sa.Column("absences", sa.JSON(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_availability_city_id")),
        sa.ForeignKeyConstraint(["seminar_id"], ["seminar.id"], name=op.f("fk_availability_seminar_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_availability")),
        sa.UniqueConstraint("seminar_id", "city_id", name=op.f("uq_availability_seminar_id_city_id")),
    )
    op.create_index(op.f("ix_availability_city_id"), "availability", ["city_id"])
    op.create_table(
        "seminar_plan",
        sa.Column("seminar_id", sa.Integer(), nullable=False),
        sa.Column("first_date", sa.Date(), nullable=False),
        sa.Column("last_date", sa.Date(), nullable=False),
        sa.Column("grid", sa.Integer(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("gap", sa.Integer(), nullable=False),
        sa.Column("span_days", sa.Integer(), nullable=False),
        sa.Column("presence", _enum("plan_presence", "whole", "talk"), nullable=False),
        sa.Column("slot_minutes", sa.Integer(), nullable=True),
        sa.Column("objective", _enum("plan_objective", "minimax", "leximin", "total"), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_date <= last_date", name=op.f("ck_seminar_plan_dates_forward")),
        sa.ForeignKeyConstraint(["seminar_id"], ["seminar.id"], name=op.f("fk_seminar_plan_seminar_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seminar_plan")),
        sa.UniqueConstraint("seminar_id", name=op.f("uq_seminar_plan_seminar_id")),
    )
    _allow_kinds(KINDS + NEW_KINDS)
    op.drop_index("ix_notice_state_due_at", table_name="notice")
    op.drop_index("ix_notice_invitation_id", table_name="notice")
    op.create_index("ix_notice_state_due_at_id", "notice", ["state", "due_at", "id"])
    op.create_index("ix_notice_invitation_id_state", "notice", ["invitation_id", "state"])


def downgrade() -> None:
    """Take the tables back to the revision before; letters of the new kinds go, and all planning."""
    gone = f"kind IN ({_listed(NEW_KINDS)})"
    letters = f"SELECT id FROM notice WHERE {gone}"
    op.execute(f"DELETE FROM sent_letter WHERE notice_id IN ({letters})")
    op.execute(f"DELETE FROM reply WHERE notice_id IN ({letters})")
    op.execute(f"DELETE FROM notice WHERE {gone}")
    _allow_kinds(KINDS)
    op.drop_index("ix_notice_invitation_id_state", table_name="notice")
    op.drop_index("ix_notice_state_due_at_id", table_name="notice")
    op.create_index("ix_notice_invitation_id", "notice", ["invitation_id"])
    op.create_index("ix_notice_state_due_at", "notice", ["state", "due_at"])
    for table in ("seminar_plan", "availability", "holiday", "city_hours", "crowd"):
        op.drop_table(table)


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _allow_kinds(kinds: tuple[str, ...]) -> None:
    with op.batch_alter_table("notice") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_notice_notice_kind"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_notice_notice_kind"), f"kind IN ({_listed(kinds)})")


def _listed(kinds: tuple[str, ...]) -> str:
    return ", ".join(f"'{kind}'" for kind in kinds)
