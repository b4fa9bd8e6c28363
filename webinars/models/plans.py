"""Planning: what an organiser looks for, and when cities can: their hours, holidays and absences."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Dialect,
    ForeignKey,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinars.domain.absences import Absence
from webinars.domain.hours import Band, Hours
from webinars.domain.planner.problems import Attend, Objective, Presence
from webinars.models.cities import City
from webinars.models.database import Base, UTCDateTime, Versioned, enum_of
from webinars.models.seminars import Seminar


class HoursType(TypeDecorator[Hours]):
    """The three bands of a day, kept as a JSON object of name and minutes after midnight."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: Hours | None, dialect: Dialect) -> dict[str, list[int]] | None:
        if value is None:
            return None
        bands = {"preferred": value.preferred, "acceptable": value.acceptable, "possible": value.possible}
        return {name: [band.from_minute, band.to_minute] for name, band in bands.items()}

    def process_result_value(self, value: Mapping[str, list[int]] | None, dialect: Dialect) -> Hours | None:
        return None if value is None else Hours(**{name: Band(*band) for name, band in value.items()})


class AbsencesType(TypeDecorator[tuple[Absence, ...]]):
    """Absences, kept as a JSON list of begins and ends on the wall clock."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Sequence[Absence] | None, dialect: Dialect) -> list[list[str]]:
        return [absence.to_list() for absence in value or ()]

    def process_result_value(self, value: list[list[str]] | None, dialect: Dialect) -> tuple[Absence, ...]:
        return tuple(map(Absence.from_list, value or ()))


class SeminarPlan(Versioned, Base):
    """What the planner is asked for a seminar: the host's dates, the parts and the rules of domain/planner.

    *parts* are lengths in minutes in running order. *objective* is the one whose proposal was applied, at
    *applied_at*; None when the starts were chosen by hand, or nothing was applied yet. What is asked anew
    was applied never.
    """

    __tablename__ = "seminar_plan"
    __table_args__ = (
        UniqueConstraint("seminar_id"),
        CheckConstraint("first_date <= last_date", name="dates_forward"),
    )

    seminar_id: Mapped[int] = mapped_column(ForeignKey("seminar.id"))
    first_date: Mapped[date]
    last_date: Mapped[date]
    grid: Mapped[int] = mapped_column(default=15)
    parts: Mapped[list[int]] = mapped_column(JSON)
    gap: Mapped[int] = mapped_column(default=60)
    span_days: Mapped[int] = mapped_column(default=1)
    presence: Mapped[Presence] = mapped_column(enum_of(Presence, "plan_presence"), default=Presence.WHOLE)
    slot_minutes: Mapped[int | None]
    objective: Mapped[Objective | None] = mapped_column(enum_of(Objective, "plan_objective"))
    applied_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    seminar: Mapped[Seminar] = relationship(lazy="raise")


class CityHours(Versioned, Base):
    """A city's usual day and week, for every seminar; without a row the defaults of domain/hours hold.

    *days_off* are weekdays, Monday = 0.
    """

    __tablename__ = "city_hours"
    __table_args__ = (UniqueConstraint("city_id"),)

    city_id: Mapped[int] = mapped_column(ForeignKey("city.id"))
    hours: Mapped[Hours] = mapped_column(HoursType)
    days_off: Mapped[list[int]] = mapped_column(JSON)

    city: Mapped[City] = relationship(lazy="raise")


class Holiday(Base):
    """A public holiday of a city, a date on its own calendar; *name* is as it was entered or imported."""

    __tablename__ = "holiday"
    __table_args__ = (UniqueConstraint("city_id", "on_date"),)

    city_id: Mapped[int] = mapped_column(ForeignKey("city.id"))
    on_date: Mapped[date]
    name: Mapped[str] = mapped_column(String(200), default="")


class Availability(Versioned, Base):
    """What holds for a city at one seminar: from the organiser, or as its focal point answered.

    None in *hours* or *days_off* is what the city's directory entry says. *asked_at* is when the focal point
    was asked by letter (about other dates: asked last), *reminded_at* when it was reminded of that, and
    *answered_at* when it last answered.
    """

    __tablename__ = "availability"
    __table_args__ = (UniqueConstraint("seminar_id", "city_id"),)

    seminar_id: Mapped[int] = mapped_column(ForeignKey("seminar.id"))
    city_id: Mapped[int] = mapped_column(ForeignKey("city.id"), index=True)
    attend: Mapped[Attend] = mapped_column(enum_of(Attend, "availability_attend"), default=Attend.ONE)
    hours: Mapped[Hours | None] = mapped_column(HoursType)
    days_off: Mapped[list[int] | None] = mapped_column(JSON(none_as_null=True))
    absences: Mapped[tuple[Absence, ...]] = mapped_column(AbsencesType, default=())
    comment: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    city: Mapped[City] = relationship(lazy="raise")

    @property
    def has_answered(self) -> bool:
        """Say whether it has answered what it was asked last."""
        if self.answered_at is None:
            return False
        return self.asked_at is None or self.asked_at <= self.answered_at
