"""Answers of calendars, subscriptions, readings of zones, and kinds of letters for them."""

from unicodedata import normalize

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
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
    "account",
)
# Mostly empty: only rows that have a value are in these indexes from now on.
SPARSE = ("account_id", "delegation_id", "message_id", "presenter_id")
NEW_KINDS = ("confirm answer", "counter refused", "give back")


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "subscription",
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("attendee_key", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("alarm_minutes", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("link_revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "alarm_minutes IS NULL OR alarm_minutes >= 0", name=op.f("ck_subscription_alarm_not_negative")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sa.UniqueConstraint("attendee_key", name=op.f("uq_subscription_attendee_key")),
        sa.UniqueConstraint("key", name=op.f("uq_subscription_key")),
    )
    op.create_table(
        "zone_reading",
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=16), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zone_reading")),
        sa.UniqueConstraint("zone", "version", name=op.f("uq_zone_reading_zone_version")),
    )
    op.create_table(
        "reply",
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "REPLY",
                "COUNTER",
                "REFRESH",
                "page",
                "bounce",
                name="reply_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "standing",
            sa.Enum(
                "kept",
                "outdated",
                "old time",
                "closed",
                "unproven",
                "unknown",
                "waiting",
                "accepted",
                "refused",
                "served",
                "seen",
                name="reply_standing",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("message_key", sa.String(length=64), nullable=True),
        sa.Column("seminar_id", sa.Integer(), nullable=True),
        sa.Column("invitation_id", sa.Integer(), nullable=True),
        sa.Column("notice_id", sa.Integer(), nullable=True),
        sa.Column("uid", sa.String(length=255), nullable=True),
        sa.Column("sender", sa.String(length=254), nullable=False),
        sa.Column("attendee", sa.String(length=254), nullable=False),
        sa.Column(
            "said",
            sa.Enum(
                "ACCEPTED",
                "TENTATIVE",
                "DECLINED",
                "DELEGATED",
                "NEEDS-ACTION",
                name="reply_said",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("delegated_to", sa.String(length=254), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("stamped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proposed_starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proposed_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=254), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["invitation_id"], ["invitation.id"], name=op.f("fk_reply_invitation_id")),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_reply_notice_id")),
        sa.ForeignKeyConstraint(["seminar_id"], ["seminar.id"], name=op.f("fk_reply_seminar_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply")),
        sa.UniqueConstraint("key", name=op.f("uq_reply_key")),
        sa.UniqueConstraint("message_key", name=op.f("uq_reply_message_key")),
    )
    with op.batch_alter_table("reply", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reply_invitation_id"), ["invitation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reply_notice_id"), ["notice_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reply_received_at"), ["received_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_reply_seminar_id"), ["seminar_id"], unique=False)
        batch_op.create_index("ix_reply_standing_kind", ["standing", "kind"], unique=False)

    with op.batch_alter_table("delegation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("undeliverable_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("attendee_key", sa.String(length=254), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("answered_sequence", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("answered_stamp", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("delegated_to", sa.String(length=254), nullable=True))
        batch_op.add_column(sa.Column("asked_again_sequence", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("sent_changed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_invitation_attendee_key"), ["attendee_key"], unique=False)
    _fill_attendee_keys()
    # What was sent before is no news: its DTSTAMP was not kept, and is not later than the present one.
    op.execute("UPDATE invitation SET sent_changed_at = changed_at WHERE sent_method IS NOT NULL")

    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.add_column(sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("bounce_reason", sa.Text(), nullable=True))
    _allow_kinds(KINDS + NEW_KINDS)
    for name in SPARSE:
        is_set = sa.text(f"{name} IS NOT NULL")
        op.drop_index(f"ix_notice_{name}", table_name="notice")
        op.create_index(f"ix_notice_{name}", "notice", [name], sqlite_where=is_set, postgresql_where=is_set)
    _leave_room("50")

    with op.batch_alter_table("presenter", schema=None) as batch_op:
        batch_op.add_column(sa.Column("undeliverable_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.add_column(sa.Column("undeliverable_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("source_uid", sa.String(length=255), nullable=True))

    with op.batch_alter_table("slot", schema=None) as batch_op:
        batch_op.add_column(sa.Column("source_uid", sa.String(length=255), nullable=True))


def downgrade() -> None:
    """Take the tables back to the revision before; letters of the new kinds go, and what came back."""
    op.drop_table("reply")
    _leave_room("100")
    for name in SPARSE:
        op.drop_index(f"ix_notice_{name}", table_name="notice")
        op.create_index(f"ix_notice_{name}", "notice", [name])
    with op.batch_alter_table("slot", schema=None) as batch_op:
        batch_op.drop_column("source_uid")

    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.drop_column("source_uid")

    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.drop_column("undeliverable_at")

    with op.batch_alter_table("presenter", schema=None) as batch_op:
        batch_op.drop_column("undeliverable_at")

    gone = f"kind IN ({_listed(NEW_KINDS)})"
    op.execute(f"DELETE FROM sent_letter WHERE notice_id IN (SELECT id FROM notice WHERE {gone})")
    op.execute(f"DELETE FROM notice WHERE {gone}")
    _allow_kinds(KINDS)
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_column("bounce_reason")
        batch_op.drop_column("bounced_at")

    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_attendee_key"))
        batch_op.drop_column("sent_changed_at")
        batch_op.drop_column("asked_again_sequence")
        batch_op.drop_column("delegated_to")
        batch_op.drop_column("answered_stamp")
        batch_op.drop_column("answered_sequence")
        batch_op.drop_column("attendee_key")

    with op.batch_alter_table("delegation", schema=None) as batch_op:
        batch_op.drop_column("undeliverable_at")

    op.drop_table("zone_reading")
    op.drop_table("subscription")


def _fill_attendee_keys() -> None:
    """Write addresses as they are compared: what lower() does with letters outside ASCII hangs on the engine."""
    op.execute("UPDATE invitation SET attendee_key = lower(attendee_email)")
    invitation = sa.table("invitation", sa.column("attendee_email"), sa.column("attendee_key"))
    connection = op.get_bind()
    for email in connection.scalars(sa.select(invitation.c.attendee_email).distinct()).all():
        if not email.isascii():
            key = normalize("NFKC", email).casefold()
            connection.execute(
                sa.update(invitation).where(invitation.c.attendee_email == email).values(attendee_key=key)
            )


def _leave_room(percent: str) -> None:
    """Say how full PostgreSQL fills the pages of invitations."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE invitation SET (fillfactor = {percent})")


def _allow_kinds(kinds: tuple[str, ...]) -> None:
    with op.batch_alter_table("notice") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_notice_notice_kind"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_notice_notice_kind"), f"kind IN ({_listed(kinds)})")


def _listed(kinds: tuple[str, ...]) -> str:
    return ", ".join(f"'{kind}'" for kind in kinds)
