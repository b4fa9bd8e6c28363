"""The sixth Tokyo Global Partners Seminar for tests: two parts, 13 cities presenting, eight unnamed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests import builders
from tests.builders import text
from webinars.models import Delegation, DelegationRole, Seminar, Session, SlotKind

DAY = datetime.fromisoformat("2021-11-24")  # a Wednesday
PRESENTING = (
    ("Amsterdam", "Europe/Amsterdam", "アムステルダム"),
    ("Bangkok", "Asia/Bangkok", "バンコク"),
    ("Beijing", "Asia/Shanghai", "北京"),
    ("Durban", "Africa/Johannesburg", "ダーバン"),
    ("Jakarta", "Asia/Jakarta", "ジャカルタ"),
    ("Los Angeles", "America/Los_Angeles", "ロサンゼルス"),
    ("Paris", "Europe/Paris", "パリ"),
    ("Queensland", "Australia/Brisbane", "クイーンズランド"),
    ("Rio de Janeiro", "America/Sao_Paulo", "リオデジャネイロ"),
    ("Seoul", "Asia/Seoul", "ソウル"),
    ("Shanghai", "Asia/Shanghai", "上海"),
    ("Taipei", "Asia/Taipei", "台北"),
    ("Ulaanbaatar", "Asia/Ulaanbaatar", "ウランバートル"),
)
UNNAMED = 8
REASON = "There are two parts because of the time difference between Tokyo and the other cities."


@dataclass(frozen=True)
class Held:
    """The seminar and what belongs to it; *presenting* are the delegations, in order."""

    seminar: Seminar
    morning: Session
    evening: Session
    presenting: tuple[Delegation, ...]


def tokyo_seminar(day: datetime = DAY, **values: Any) -> Held:
    """Write the seminar with its parts on *day* (Tokyo), without slots."""
    tokyo = builders.a_city("Tokyo", zone="Asia/Tokyo", languages={"ja": "東京"})
    series = builders.a_series()
    theme = "Strengthening Cooperation between Cities for a Sustainable Recovery from the COVID-19 Crisis"
    own = {
        "slug": "tokyo-global-partners-6",
        "series_id": series.id,
        "edition": 6,
        "theme": text(theme),
        "host_city_id": tokyo.id,
        "host_name": text("Tokyo Metropolitan Government", ja="東京都"),
        "split_reason": text(REASON),
    }
    seminar = builders.a_seminar(**own | values)
    morning = builders.a_session(seminar, "morning", local_start=day + timedelta(hours=10), minutes=155)
    evening = builders.a_session(seminar, "evening", local_start=day + timedelta(hours=17), minutes=145)
    presenting = tuple(_presenting(seminar, *each) for each in PRESENTING)
    for _ in range(UNNAMED):
        builders.a_delegation(seminar, role=DelegationRole.ATTENDING)
    return Held(seminar, morning, evening, presenting)


def add_slots(session: Session, presenting: tuple[Delegation, ...] = ()) -> None:
    """Write a programme: a message of five minutes, a report of twenty, a talk of fifteen for each city."""
    builders.a_slot(
        session, 0, minutes=5, kind=SlotKind.VIDEO_MESSAGE, title=text("Message of the Governor"),
        speaker=text("Governor Koike Yuriko"),
    )  # fmt: skip
    builders.a_slot(
        session, 1, minutes=20, kind=SlotKind.REPORT, title=text("Sustainable Recovery Tokyo Forum")
    )  # fmt: skip
    for position, delegation in enumerate(presenting, start=2):
        builders.a_slot(session, position, minutes=15, delegation_id=delegation.id)


def _presenting(seminar: Seminar, name: str, zone: str, japanese: str) -> Delegation:
    city = builders.a_city(name, zone=zone, languages={"ja": japanese})
    return builders.a_delegation(seminar, city, role=DelegationRole.PRESENTING)
