"""What is invented for the call for talks of the eighth seminar: what it asks, who applies and who judges.

No person here exists; see `invented`.
"""

from dataclasses import dataclass

from webinars.domain.texts import LocalizedText


def _text(en: str, ja: str) -> LocalizedText:
    return LocalizedText.from_mapping({"en": en, "ja": ja})


SLUG = "cool-streets"
TITLE = _text("Cool Streets: call for talks", "涼しいまち：発表の募集")
INTRODUCTION = _text(
    "This call is a demonstration. Its people, cities’ answers and addresses are invented.",
    "これはデモンストレーション用の募集です。登場する人物、都市の回答、アドレスはすべて架空のものです。",
)
THEMES = (
    _text("Shade and trees", "木陰と街路樹"),
    _text("Warning people in time", "早めの注意喚起"),
    _text("Cool buildings", "涼しい建物"),
)
STORY = _text("What did you do, and what changed?", "何に取り組み、何が変わりましたか。")
PAGE = _text("Where can others read more?", "詳しい資料はどこで読めますか。")
WAY = _text("How would you share it best?", "どのように共有するのがよいですか。")
WAYS = (
    _text("A talk", "発表"),
    _text("A workshop with another city", "他都市とのワークショップ"),
    _text("A site visit", "現地視察"),
)
# With their weights.
CRITERIA = (
    (_text("A practice that worked", "成果のあった取り組み"), 3),
    (_text("Others can do the same", "他都市でも実施できる"), 2),
    (_text("A clear presentation", "わかりやすい説明"), 1),
)


@dataclass(frozen=True)
class Judge:
    """A member of the committee; applications of their *city* are a conflict of interest."""

    name: str
    organisation: str
    city: str = ""


JUDGES = (
    Judge("Tilda Brandvold", "Institute of Urban Climate"),
    Judge("Emeka Obi", "Network of Cool Cities"),
    Judge("Wambui Njoroge", "City Hall Nairobi", city="Nairobi"),
)


@dataclass(frozen=True)
class Applicant:
    """A city that applies, by whom, with what; *points* are those of each judge, by criterion.

    A judge with none is not ready yet. Without any the city has only begun to write.
    """

    city: str
    contact: str
    title: str
    story: str
    theme: int
    way: int = 0
    points: tuple[tuple[int, ...], ...] = ()

    @property
    def is_sent(self) -> bool:
        """Say whether the city sent its application before the close."""
        return bool(self.points)


APPLICANTS = (
    Applicant(
        "Singapore",
        "Tan Hweeling",
        "Shade on every way to school",
        "We joined the covered walkways of 40 schools. Pupils walk again at noon.",
        theme=0,
        points=((5, 4, 5), (5, 5, 4), (4, 5, 4)),
    ),
    Applicant(
        "Delhi",
        "Kavita Raghunath",
        "A heat line that calls first",
        "We ring 30,000 older people on the eve of a hot day. Fewer came to hospital.",
        theme=1,
        points=((5, 5, 4), (2, 3, 4), (5, 4, 3)),
    ),
    Applicant(
        "Nairobi",
        "Wanjiru Kamande",
        "Roofs painted by their owners",
        "The city gave the paint, neighbours the work. Rooms below are 4 degrees cooler.",
        theme=2,
        way=1,
        points=((4, 5, 4), (4, 4, 4)),
    ),
    Applicant(
        "Berlin",
        "Jonas Albrechtsen",
        "Courtyards without asphalt",
        "We paid for half of each opened courtyard. 212 are green now.",
        theme=0,
        way=2,
        points=((4, 3, 4), (4, 3, 3), ()),
    ),
    Applicant(
        "London",
        "Harriet Aldworth",
        "Cool rooms within ten minutes",
        "A map of libraries and halls that stay cool, and a sign at each door.",
        theme=1,
        points=((3, 4, 4), (3, 3, 5), ()),
    ),
    Applicant(
        "Montreal",
        "Luc Desrosiers",
        "Alleys that neighbours look after",
        "We plant, and those who live there water. 90 alleys take part.",
        theme=0,
        way=1,
    ),
)
COMMENTS = (
    "Figures from two summers.",
    "Who pays for it after the first year?",
    "I would like to hear this one.",
)
