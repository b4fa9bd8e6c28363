"""What a person writes about a seminar, for whoever makes one or changes it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime

from webinars.domain.answering import days_of
from webinars.domain.reminders import rhythm_of
from webinars.domain.seating import Mode
from webinars.domain.texts import LocalizedText
from webinars.models.seminars import ANSWER_REMINDER_DAYS, REMINDER_MINUTES

NO_TEXT = LocalizedText()


@dataclass(frozen=True, kw_only=True)
class SeminarFields:
    """What a person writes about a seminar.

    *zone* is the host's; *registration_closes_at* is UTC, None when each part closes as it starts;
    *reminder_minutes* are before each part (domain/reminders), *answer_reminder_days* before the date for
    answers (domain/answering).
    """

    slug: str
    theme: LocalizedText
    languages: tuple[str, ...]
    zone: str | None
    series_id: int | None = None
    edition: int | None = None
    introduction: LocalizedText = NO_TEXT
    split_reason: LocalizedText = NO_TEXT
    audience: LocalizedText = NO_TEXT
    host_city_id: int | None = None
    second_host_city_id: int | None = None
    host_name: LocalizedText = NO_TEXT
    contact_office: LocalizedText = NO_TEXT
    contact_email: str | None = None
    contact_phone: str | None = None
    registration_mode: Mode = Mode.OPEN
    registration_closes_at: datetime | None = None
    answer_by: date | None = None
    presenters_edit_until: date | None = None
    reminder_minutes: tuple[int, ...] = REMINDER_MINUTES
    answer_reminder_days: tuple[int, ...] = ANSWER_REMINDER_DAYS

    def columns(self) -> Mapping[str, object]:
        """Return the values by column, as the table holds them."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        lists = {
            "languages": list(self.languages),
            "reminder_minutes": list(rhythm_of(self.reminder_minutes)),
            "answer_reminder_days": list(days_of(self.answer_reminder_days)),
        }
        return values | lists
