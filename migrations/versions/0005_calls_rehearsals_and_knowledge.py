"""Themes, uploads, calls with their committees, presentations, assets, rehearsals and knowledge."""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0005"
down_revision = "0004"
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
    "swap proposal",
    "reminder",
    "message",
    "account",
)
NEW_KINDS = (
    "application draft",
    "application receipt",
    "call extended",
    "call cancelled",
    "review invitation",
    "review reminder",
    "decision",
    "asset reminder",
)
# Indexes of the rows that have a value.
SPARSE = (
    ("invitation", "rehearsal_id"),
    ("notice", "registration_id"),
    ("notice", "application_id"),
    ("notice", "reviewer_id"),
)
# In the order in which they can go.
TABLES = (
    "nomination",
    "score",
    "review",
    "remark",
    "presentation",
    "asset",
    "application_theme",
    "application_answer",
    "delegation_theme",
    "application",
    "reviewer",
    "question",
    "product_city",
    "criterion",
    "cohort",
    "call_theme",
    "rehearsal",
    "knowledge_product",
    "call",
    "city_theme",
    "agreement",
    "upload",
    "theme",
)
DAYS = "[7, 3, 1]"


def upgrade() -> None:
    """Bring the tables to this revision."""
    _make_tables()
    for table, name, default in (
        ("presenter", "is_manager", sa.false()),
        ("seminar", "answer_reminder_days", sa.text(f"'{DAYS}'")),
        ("slot", "abstract", sa.text("'{}'")),
        ("slot", "interpretation", sa.text("'[]'")),
    ):
        kind = sa.Boolean() if name == "is_manager" else sa.JSON()
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column(name, kind, nullable=False, server_default=default))
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column(name, server_default=None)
    with op.batch_alter_table("presenter") as batch_op:
        _point(batch_op, "presenter", picture_id="upload", substitute_for_id="presenter")
        batch_op.add_column(sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("registration") as batch_op:
        batch_op.add_column(sa.Column("nominated_by", sa.String(length=200), nullable=True))
    with op.batch_alter_table("seminar") as batch_op:
        _point(batch_op, "seminar", second_host_city_id="city")
    with op.batch_alter_table("session") as batch_op:
        _point(batch_op, "session", theme_id="theme")
    with op.batch_alter_table("slot") as batch_op:
        _point(batch_op, "slot", theme_id="theme")
        batch_op.add_column(sa.Column("language", sa.String(length=16), nullable=True))
    with op.batch_alter_table("invitation") as batch_op:
        _point(batch_op, "invitation", rehearsal_id="rehearsal")
        batch_op.add_column(sa.Column("taken_off_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.alter_column("session_id", existing_type=sa.Integer(), nullable=True)
        batch_op.drop_constraint(batch_op.f("ck_invitation_presenter_has_slot"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_invitation_one_event"), "(session_id IS NULL) <> (rehearsal_id IS NULL)"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_invitation_presenter_has_slot"),
            "(presenter_id IS NULL) = (slot_id IS NULL AND rehearsal_id IS NULL)",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_invitation_slot_or_rehearsal"), "slot_id IS NULL OR rehearsal_id IS NULL"
        )
    with op.batch_alter_table("notice") as batch_op:
        _point(batch_op, "notice", application_id="application", reviewer_id="reviewer")
    op.drop_index(op.f("ix_notice_registration_id"), table_name="notice")
    for table, name in SPARSE:
        is_set = sa.text(f"{name} IS NOT NULL")
        index = op.f(f"ix_{table}_{name}")
        op.create_index(index, table, [name], sqlite_where=is_set, postgresql_where=is_set)
    _allow_kinds(KINDS + NEW_KINDS)
    _keep_letters("EXTERNAL")


def downgrade() -> None:
    """Take the tables back to the revision before; letters of the new kinds and rehearsals go."""
    _keep_letters("EXTENDED")
    rehearsed = "SELECT id FROM invitation WHERE rehearsal_id IS NOT NULL"
    gone = f"kind IN ({_listed(NEW_KINDS)}) OR invitation_id IN ({rehearsed})"
    letters = f"SELECT id FROM notice WHERE {gone}"
    op.execute(f"DELETE FROM sent_letter WHERE notice_id IN ({letters})")
    op.execute(f"DELETE FROM reply WHERE notice_id IN ({letters}) OR invitation_id IN ({rehearsed})")
    op.execute(f"DELETE FROM notice WHERE {gone}")
    op.execute("DELETE FROM invitation WHERE rehearsal_id IS NOT NULL")
    _allow_kinds(KINDS)
    for table, name in SPARSE:
        op.drop_index(op.f(f"ix_{table}_{name}"), table_name=table)
    op.create_index(op.f("ix_notice_registration_id"), "notice", ["registration_id"])
    with op.batch_alter_table("notice") as batch_op:
        _drop(batch_op, "notice", "application_id", "reviewer_id")
    with op.batch_alter_table("invitation") as batch_op:
        for name in ("one_event", "presenter_has_slot", "slot_or_rehearsal"):
            batch_op.drop_constraint(batch_op.f(f"ck_invitation_{name}"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_invitation_presenter_has_slot"), "(presenter_id IS NULL) = (slot_id IS NULL)"
        )
        batch_op.alter_column("session_id", existing_type=sa.Integer(), nullable=False)
        _drop(batch_op, "invitation", "rehearsal_id")
        batch_op.drop_column("taken_off_at")
    with op.batch_alter_table("slot") as batch_op:
        _drop(batch_op, "slot", "theme_id")
        for name in ("abstract", "language", "interpretation"):
            batch_op.drop_column(name)
    with op.batch_alter_table("session") as batch_op:
        _drop(batch_op, "session", "theme_id")
    with op.batch_alter_table("seminar") as batch_op:
        _drop(batch_op, "seminar", "second_host_city_id")
        batch_op.drop_column("answer_reminder_days")
    with op.batch_alter_table("registration") as batch_op:
        batch_op.drop_column("nominated_by")
    with op.batch_alter_table("presenter") as batch_op:
        _drop(batch_op, "presenter", "picture_id", "substitute_for_id")
        batch_op.drop_column("is_manager")
        batch_op.drop_column("checked_at")
    for table in TABLES:
        op.drop_table(table)


def _make_tables() -> None:
    op.create_table(
        "theme",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("sort_key", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
        sa.UniqueConstraint("slug", name=op.f("uq_theme_slug")),
    )
    op.create_index(op.f("ix_theme_sort_key"), "theme", ["sort_key"])
    op.create_table(
        "upload",
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
        sa.UniqueConstraint("key", name=op.f("uq_upload_key")),
    )
    op.create_table(
        "agreement",
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("partner", sa.JSON(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("modality_discussed_on", sa.Date(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_agreement_city_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("key", name=op.f("uq_agreement_key")),
    )
    op.create_index(op.f("ix_agreement_city_id"), "agreement", ["city_id"])
    op.create_table(
        "city_theme",
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_city_theme_city_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_city_theme_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_city_theme")),
        sa.UniqueConstraint("city_id", "theme_id", name=op.f("uq_city_theme_city_id_theme_id")),
    )
    op.create_index(op.f("ix_city_theme_theme_id"), "city_theme", ["theme_id"])
    op.create_table(
        "call",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("introduction", sa.JSON(), nullable=False),
        sa.Column("run_by", sa.JSON(), nullable=False),
        sa.Column("programme", sa.JSON(), nullable=False),
        sa.Column("seminar_id", sa.Integer(), nullable=True),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("contact_email", sa.String(length=254), nullable=True),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("local_opens", sa.DateTime(), nullable=False),
        sa.Column("local_closes", sa.DateTime(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asks_presentation", sa.Boolean(), nullable=False),
        sa.Column("most_points", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "published",
                "cancelled",
                name="call_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("most_points > 0", name=op.f("ck_call_points_positive")),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_call_opens_first")),
        sa.CheckConstraint("seminar_id IS NULL OR series_id IS NULL", name=op.f("ck_call_one_purpose")),
        sa.ForeignKeyConstraint(["seminar_id"], ["seminar.id"], name=op.f("fk_call_seminar_id")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_call_series_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call")),
        sa.UniqueConstraint("slug", name=op.f("uq_call_slug")),
    )
    op.create_index(op.f("ix_call_closes_at"), "call", ["closes_at"])
    op.create_index(op.f("ix_call_seminar_id"), "call", ["seminar_id"])
    op.create_index(op.f("ix_call_series_id"), "call", ["series_id"])
    op.create_table(
        "knowledge_product",
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "knowledge note",
                "case study",
                "toolkit",
                "good practice guide",
                "video",
                "publication",
                "workshop outcome",
                "training programme",
                "link",
                "photograph",
                "knowledge product",
                name="product_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("progress", sa.Text(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("seminar_id", sa.Integer(), nullable=True),
        sa.Column("upload_id", sa.Integer(), nullable=True),
        sa.Column("url", sa.String(length=2000), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["seminar_id"], ["seminar.id"], name=op.f("fk_knowledge_product_seminar_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_knowledge_product_theme_id")),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=op.f("fk_knowledge_product_upload_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_product")),
        sa.UniqueConstraint("key", name=op.f("uq_knowledge_product_key")),
    )
    op.create_index(op.f("ix_knowledge_product_seminar_id"), "knowledge_product", ["seminar_id"])
    op.create_index(op.f("ix_knowledge_product_theme_id"), "knowledge_product", ["theme_id"])
    op.create_table(
        "rehearsal",
        sa.Column("seminar_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "rehearsal",
                "technical check",
                name="rehearsal_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("local_start", sa.DateTime(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone_version", sa.String(length=16), nullable=False),
        sa.Column("join_url", sa.String(length=2000), nullable=True),
        sa.Column("reminded_minutes", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "cancelled",
                name="rehearsal_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_rehearsal_minutes_positive")),
        sa.ForeignKeyConstraint(["seminar_id"], ["seminar.id"], name=op.f("fk_rehearsal_seminar_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rehearsal")),
        sa.UniqueConstraint("key", name=op.f("uq_rehearsal_key")),
    )
    op.create_index(op.f("ix_rehearsal_seminar_id"), "rehearsal", ["seminar_id"])
    op.create_index(op.f("ix_rehearsal_starts_at"), "rehearsal", ["starts_at"])
    op.create_table(
        "call_theme",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_call_theme_call_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_call_theme_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_theme")),
        sa.UniqueConstraint("call_id", "theme_id", name=op.f("uq_call_theme_call_id_theme_id")),
    )
    op.create_index(op.f("ix_call_theme_theme_id"), "call_theme", ["theme_id"])
    op.create_table(
        "cohort",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_cohort_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort")),
        sa.UniqueConstraint("key", name=op.f("uq_cohort_key")),
    )
    op.create_index(op.f("ix_cohort_call_id"), "cohort", ["call_id"])
    op.create_table(
        "criterion",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("explanation", sa.JSON(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("weight > 0", name=op.f("ck_criterion_weight_positive")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_criterion_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion")),
        sa.UniqueConstraint("key", name=op.f("uq_criterion_key")),
    )
    op.create_index(op.f("ix_criterion_call_id"), "criterion", ["call_id"])
    op.create_table(
        "product_city",
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_product_city_city_id")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["knowledge_product.id"], name=op.f("fk_product_city_product_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_city")),
        sa.UniqueConstraint("product_id", "city_id", name=op.f("uq_product_city_product_id_city_id")),
    )
    op.create_index(op.f("ix_product_city_city_id"), "product_city", ["city_id"])
    op.create_table(
        "question",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "text",
                "choice",
                "file",
                "link",
                name="question_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("label", sa.JSON(), nullable=False),
        sa.Column("explanation", sa.JSON(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_question_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("key", name=op.f("uq_question_key")),
    )
    op.create_index(op.f("ix_question_call_id"), "question", ["call_id"])
    op.create_table(
        "reviewer",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("link_revision", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("undeliverable_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_reviewer_call_id")),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_reviewer_city_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviewer")),
        sa.UniqueConstraint("call_id", "email_key", name=op.f("uq_reviewer_call_id_email_key")),
        sa.UniqueConstraint("key", name=op.f("uq_reviewer_key")),
    )
    op.create_index(op.f("ix_reviewer_call_id"), "reviewer", ["call_id"])
    op.create_table(
        "application",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("link_revision", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=True),
        sa.Column("city_name", sa.String(length=200), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("contact_name", sa.String(length=200), nullable=False),
        sa.Column("contact_email", sa.String(length=254), nullable=False),
        sa.Column("undeliverable_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("other_themes", sa.Text(), nullable=False),
        sa.Column("wants_slot", sa.Boolean(), nullable=False),
        sa.Column("presentation_title", sa.String(length=200), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "sent",
                "withdrawn",
                name="application_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "decision",
            sa.Enum(
                "accept",
                "reserve",
                "decline",
                name="application_decision",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cohort_id", sa.Integer(), nullable=True),
        sa.Column(
            "told_decision",
            sa.Enum(
                "accept",
                "reserve",
                "decline",
                name="application_told",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delegation_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state = 'withdrawn' OR (state = 'draft') = (sent_at IS NULL)",
            name=op.f("ck_application_sent_when"),
        ),
        sa.CheckConstraint(
            "(released_at IS NULL) = (told_decision IS NULL)", name=op.f("ck_application_told_when")
        ),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_application_call_id")),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_application_city_id")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_application_cohort_id")),
        sa.ForeignKeyConstraint(
            ["delegation_id"], ["delegation.id"], name=op.f("fk_application_delegation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("key", name=op.f("uq_application_key")),
    )
    op.create_index("ix_application_call_id_state", "application", ["call_id", "state"])
    op.create_index(op.f("ix_application_city_id"), "application", ["city_id"])
    op.create_index(op.f("ix_application_cohort_id"), "application", ["cohort_id"])
    op.create_index(op.f("ix_application_contact_email"), "application", ["contact_email"])
    op.create_index(op.f("ix_application_delegation_id"), "application", ["delegation_id"])
    op.create_table(
        "delegation_theme",
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delegation_id"], ["delegation.id"], name=op.f("fk_delegation_theme_delegation_id")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_delegation_theme_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation_theme")),
        sa.UniqueConstraint(
            "delegation_id", "theme_id", name=op.f("uq_delegation_theme_delegation_id_theme_id")
        ),
    )
    op.create_index(op.f("ix_delegation_theme_theme_id"), "delegation_theme", ["theme_id"])
    op.create_table(
        "application_answer",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("upload_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_application_answer_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_application_answer_question_id")
        ),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=op.f("fk_application_answer_upload_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_answer")),
        sa.UniqueConstraint(
            "application_id", "question_id", name=op.f("uq_application_answer_application_id_question_id")
        ),
    )
    op.create_index(op.f("ix_application_answer_question_id"), "application_answer", ["question_id"])
    op.create_table(
        "application_theme",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_application_theme_application_id")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_application_theme_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_theme")),
        sa.UniqueConstraint(
            "application_id", "theme_id", name=op.f("uq_application_theme_application_id_theme_id")
        ),
    )
    op.create_index(op.f("ix_application_theme_theme_id"), "application_theme", ["theme_id"])
    op.create_table(
        "asset",
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "slides",
                "video message",
                "document",
                name="asset_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "wanted",
                "received",
                "to improve",
                "accepted",
                name="asset_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("upload_id", sa.Integer(), nullable=True),
        sa.Column("url", sa.String(length=2000), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_asset_slot_id")),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=op.f("fk_asset_upload_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asset")),
        sa.UniqueConstraint("key", name=op.f("uq_asset_key")),
    )
    op.create_index(op.f("ix_asset_slot_id"), "asset", ["slot_id"])
    op.create_table(
        "presentation",
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("presenter_name", sa.String(length=200), nullable=True),
        sa.Column("presenter_email", sa.String(length=254), nullable=True),
        sa.Column("slot_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_presentation_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["delegation_id"], ["delegation.id"], name=op.f("fk_presentation_delegation_id")
        ),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_presentation_slot_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_presentation_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presentation")),
        sa.UniqueConstraint("application_id", name=op.f("uq_presentation_application_id")),
        sa.UniqueConstraint("key", name=op.f("uq_presentation_key")),
    )
    op.create_index(op.f("ix_presentation_delegation_id"), "presentation", ["delegation_id"])
    op.create_index(op.f("ix_presentation_slot_id"), "presentation", ["slot_id"])
    op.create_table(
        "remark",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=True),
        sa.Column("author", sa.String(length=254), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_remark_application_id")
        ),
        sa.ForeignKeyConstraint(["reviewer_id"], ["reviewer.id"], name=op.f("fk_remark_reviewer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
    )
    op.create_index(op.f("ix_remark_application_id"), "remark", ["application_id"])
    op.create_table(
        "review",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "conflict",
                name="review_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_review_application_id")
        ),
        sa.ForeignKeyConstraint(["reviewer_id"], ["reviewer.id"], name=op.f("fk_review_reviewer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint(
            "application_id", "reviewer_id", name=op.f("uq_review_application_id_reviewer_id")
        ),
    )
    op.create_index(op.f("ix_review_reviewer_id"), "review", ["reviewer_id"])
    op.create_table(
        "nomination",
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("nominated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delegation_id"], ["delegation.id"], name=op.f("fk_nomination_delegation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination")),
        sa.UniqueConstraint("delegation_id", "email_key", name=op.f("uq_nomination_delegation_id_email_key")),
        sa.UniqueConstraint("key", name=op.f("uq_nomination_key")),
    )
    op.create_table(
        "score",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("points >= 0", name=op.f("ck_score_points_not_negative")),
        sa.ForeignKeyConstraint(["criterion_id"], ["criterion.id"], name=op.f("fk_score_criterion_id")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_score_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score")),
        sa.UniqueConstraint("review_id", "criterion_id", name=op.f("uq_score_review_id_criterion_id")),
    )
    op.create_index(op.f("ix_score_criterion_id"), "score", ["criterion_id"])


def _point(batch_op: BatchOperations, table: str, **columns: str) -> None:
    """Add columns that may point to a row of another table."""
    for name, other in columns.items():
        batch_op.add_column(sa.Column(name, sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f(f"fk_{table}_{name}"), other, [name], ["id"])


def _drop(batch_op: BatchOperations, table: str, *names: str) -> None:
    for name in names:
        batch_op.drop_constraint(batch_op.f(f"fk_{table}_{name}"), type_="foreignkey")
        batch_op.drop_column(name)


def _keep_letters(storage: str) -> None:
    """Let PostgreSQL keep letters as they are (EXTERNAL), or pressed into three fifths (EXTENDED).

    To press one takes the server a fifth of all that it does for it.
    """
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE sent_letter ALTER COLUMN message SET STORAGE {storage}")


def _allow_kinds(kinds: tuple[str, ...]) -> None:
    with op.batch_alter_table("notice") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_notice_notice_kind"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_notice_notice_kind"), f"kind IN ({_listed(kinds)})")


def _listed(kinds: tuple[str, ...]) -> str:
    return ", ".join(f"'{kind}'" for kind in kinds)
