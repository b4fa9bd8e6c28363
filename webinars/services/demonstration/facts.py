"""Facts of the sixth Tokyo Global Partners Seminar, held on 24 November 2021, as its host reported it.

What the report does not say is not here: who spoke in which part, how long each slot took, which eight
cities attended without presenting, an address for mail. The report is in English: Japanese texts besides the
host's name are translations, and the name of its office stays as it stands there.
"""

from datetime import datetime

from webinars.domain.texts import LocalizedText


def _text(en: str, ja: str) -> LocalizedText:
    return LocalizedText.from_mapping({"en": en, "ja": ja})


SERIES_SLUG = "tokyo-global-partners"
SERIES_NAME = _text("Tokyo Global Partners Seminar", "東京グローバル・パートナーズ・セミナー")
EDITION = 6
SLUG = "tokyo-global-partners-6"
LANGUAGES = ("en", "ja")

THEME = _text(
    "Strengthening Cooperation between Cities for a Sustainable Recovery from the COVID-19 Crisis",
    "新型コロナウイルス感染症危機からの持続可能な回復に向けた都市間協力の強化",
)
INTRODUCTION = _text(
    "The theme of fiscal year 2021. The seminar was held online.",
    "2021年度のテーマです。オンラインで開催されました。",
)
SPLIT_REASON = _text(
    "In two parts, because of the time difference between Tokyo and the other cities.",
    "東京と参加都市との時差のため、二部に分けて開催。",
)
AUDIENCE = _text(
    "Senior and working-level officials of cities around the world.",
    "世界各都市の幹部職員と実務担当者。",
)

HOST_CITY = "Tokyo"
HOST_NAME = _text("Tokyo Metropolitan Government", "東京都")
CONTACT_OFFICE = LocalizedText.from_mapping(
    {"en": "Project Section, International Affairs Division, Office of the Governor for Policy Planning"}
)
CONTACT_PHONE = "03-5388-2238"
ZONE = "Asia/Tokyo"

# Key, name, wall clock in ZONE, minutes.
PARTS = (
    ("morning", _text("Morning part", "午前の部"), datetime.fromisoformat("2021-11-24T10:00"), 155),
    ("evening", _text("Evening part", "夕方の部"), datetime.fromisoformat("2021-11-24T17:00"), 145),
)

# The same in each part.
MESSAGE = _text("Message from the Governor of Tokyo", "東京都知事からのメッセージ")
MESSAGE_BY = _text("Governor Koike Yuriko, Tokyo", "小池百合子 東京都知事")
REPORT = _text(
    "The Sustainable Recovery Tokyo Forum (Re StaRT)", "サステナブル・リカバリー東京会議（Re StaRT）"
)
PRESENTATIONS = _text(
    "Measures against the pandemic and recovery from it",
    "感染症への対策と、そこからの回復",
)
PRESENTATIONS_BY = _text("The participating cities", "参加都市")

PRESENTING = (
    "Amsterdam",
    "Bangkok",
    "Beijing",
    "Durban",
    "Jakarta",
    "Los Angeles",
    "Paris",
    "Queensland",
    "Rio de Janeiro",
    "Seoul",
    "Shanghai",
    "Taipei",
    "Ulaanbaatar",
)
TAKING_PART = 21  # The other eight attended, and the report does not name them.
