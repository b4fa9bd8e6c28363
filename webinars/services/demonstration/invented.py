"""What is invented for the seventh seminar: its texts, its talks and everybody in it.

No person here exists. Their addresses end in .example, a name that is never given to anybody (RFC 2606 §3).
"""

from dataclasses import dataclass

from webinars.domain.places import romanised
from webinars.domain.texts import LocalizedText
from webinars.models.registrations import ParticipantRole
from webinars.models.slots import Answer


def _text(en: str, ja: str) -> LocalizedText:
    return LocalizedText.from_mapping({"en": en, "ja": ja})


def address_of(name: str, city: str) -> str:
    """Return an invented address: "Inès Roy" of "Rio de Janeiro" is ines.roy@rio-de-janeiro.example."""
    return f"{romanised(name).replace(' ', '.')}@{romanised(city).replace(' ', '-')}.example"


SLUG = "tokyo-global-partners-7"
EDITION = 7
ORGANISER_NAME = "Demonstration organiser"
ORGANISER_EMAIL = "organiser@webinars.example"
CONTACT_EMAIL = "seminar@tokyo.example"
ROOMS = "https://rooms.example/tokyo-global-partners-7"

THEME = _text(
    "What Lasts: Cities Learning from Each Other after the Pandemic",
    "残る取り組み：パンデミック後に都市が互いに学ぶ",
)
INTRODUCTION = _text(
    "This seminar is a demonstration. Its people, talks and addresses are invented.",
    "これはデモンストレーション用のセミナーです。登場する人物、発表、アドレスはすべて架空のものです。",
)
MESSAGE = _text("Welcome from the host city", "主催都市からの歓迎のメッセージ")
REPORT = _text("What changed since the sixth seminar", "第6回セミナーからの変化")
BREAK = _text("Break", "休憩")
DISCUSSION = _text("Questions and discussion", "質疑応答と意見交換")


@dataclass(frozen=True)
class Talk:
    """A city's talk, who gives it, and what that person answered."""

    city: str
    presenter: str
    title: LocalizedText
    answer: Answer = Answer.ACCEPTED
    comment: str = ""


TALKS = (
    Talk("Amsterdam", "Femke Hoekstra", _text("Visitors without crowds", "混雑を避けた来訪者の受け入れ")),
    Talk("Bangkok", "Anong Srisuwan", _text("Street food, safe and open", "安全に営業を続ける屋台")),
    Talk("Beijing", "Lin Yuehua", _text("Clinics close to home", "身近な診療所づくり"), Answer.NEEDS_ACTION),
    Talk("Durban", "Thandeka Mbhele", _text("Markets that kept the harbour fed", "港の街を支えた市場")),
    Talk(
        "Jakarta",
        "Ratna Wulandari",
        _text("Cycle lanes that stayed", "残された自転車レーン"),
        Answer.NEEDS_ACTION,
    ),
    Talk("Los Angeles", "Marisol Castellan", _text("Libraries as relief centres", "支援拠点としての図書館")),
    Talk("Paris", "Claire Fontanel", _text("Schools that open to the street", "街にひらく学校")),
    Talk("Queensland", "Megan Hartnell", _text("Telehealth across a large state", "広い州をつなぐ遠隔医療")),
    Talk(
        "Rio de Janeiro",
        "Beatriz Nogueira",
        _text("Neighbourhood health agents", "地域の保健員"),
        Answer.DECLINED,
        "The hour is too early here. A colleague may take over.",
    ),
    Talk("Seoul", "Han Seoyeon", _text("Data that people trust", "市民に信頼されるデータ")),
    Talk("Shanghai", "Zhou Wenli", _text("Shops that deliver together", "商店の共同配送")),
    Talk("Taipei", "Tsai Yiching", _text("Masks, maps and volunteers", "マスクと地図とボランティア")),
    Talk(
        "Ulaanbaatar",
        "Oyunbileg Bataar",
        _text("Warm homes, clean air", "暖かい住まいときれいな空気"),
        Answer.NEEDS_ACTION,
    ),
)

# Cities that come without presenting, and cities that have not answered, each with its focal point.
ATTENDING = (
    ("Berlin", "Jonas Albrechtsen"),
    ("Delhi", "Kavita Raghunath"),
    ("London", "Harriet Aldworth"),
    ("Montreal", "Luc Desrosiers"),
    ("Nairobi", "Wanjiru Kamande"),
    ("New South Wales", "Oliver Pemberley"),
    ("Singapore", "Tan Hweeling"),
    ("Auckland", "Aroha Tamatea"),
)
SILENT = (("Lima", "Rosario Quispe"), ("Helsinki", "Aino Lehtovaara"))

# Only so many people of a city may come without a decision by the organiser.
PLACES = {"Seoul": 2}
# Fewer than will ask: the last ones wait.
CAPACITIES = {"morning": 20, "evening": 60}

_OFFICIAL, _ELECTED, _EXPERT, _STUDENT, _OTHER = ParticipantRole


@dataclass(frozen=True)
class Registrant:
    """Somebody who registers; for the part that suits their city, or for both."""

    city: str
    name: str
    role: ParticipantRole = ParticipantRole.OFFICIAL
    language: str = "en"
    is_for_both: bool = False


REGISTRANTS = (
    Registrant("Paris", "Julien Marchandeau"),
    Registrant("Tokyo", "Aoyama Harumi", language="ja", is_for_both=True),
    Registrant("Tokyo", "Kitazawa Daichi", language="ja"),
    Registrant("Amsterdam", "Bram Oosterveld"),
    Registrant("Amsterdam", "Lotte Zandstra", _EXPERT),
    Registrant("Bangkok", "Somchai Prasertwong"),
    Registrant("Bangkok", "Malee Rattanakorn", _STUDENT),
    Registrant("Beijing", "Gao Mingzhe"),
    Registrant("Beijing", "Xu Lanying", _EXPERT),
    Registrant("Durban", "Sipho Dladlana", _ELECTED),
    Registrant("Durban", "Nokuthula Zungu"),
    Registrant("Jakarta", "Bayu Pranata"),
    Registrant("Jakarta", "Siti Marwani"),
    Registrant("Los Angeles", "Denise Okafor", _EXPERT),
    Registrant("Los Angeles", "Hector Villareal"),
    Registrant("Los Angeles", "Grace Yamashiro", _STUDENT),
    Registrant("Paris", "Inès Delacroix-Roy", _ELECTED),
    Registrant("Paris", "Mathis Grandval", _STUDENT),
    Registrant("Queensland", "Lachlan Braithwaite"),
    Registrant("Queensland", "Imogen Tully", _OTHER),
    Registrant("Rio de Janeiro", "Thiago Valadares"),
    Registrant("Rio de Janeiro", "Luana Sampaio", _EXPERT),
    Registrant("Seoul", "Nam Jiwoo"),
    Registrant("Seoul", "Baek Haneul", _EXPERT),
    Registrant("Seoul", "Ryu Sangmin"),
    Registrant("Shanghai", "Shen Qiaoyi"),
    Registrant("Shanghai", "Fang Jianbo"),
    Registrant("Taipei", "Hsu Peishan"),
    Registrant("Taipei", "Lai Chunhao", _STUDENT),
    Registrant("Ulaanbaatar", "Enkhjin Dorj"),
    Registrant("Ulaanbaatar", "Temuulen Sukh", _ELECTED),
    Registrant("Tokyo", "Shiraishi Mio", _STUDENT, language="ja", is_for_both=True),
    Registrant("Tokyo", "Onodera Ken", _OTHER, language="ja"),
    Registrant("Berlin", "Marlene Tiedemann"),
    Registrant("London", "Rupert Askwith", _EXPERT),
    Registrant("Nairobi", "Achieng Odera"),
    Registrant("Delhi", "Arjun Mehrotra"),
    Registrant("New South Wales", "Sienna Lockyer"),
    Registrant("Singapore", "Ng Kaiwen"),
    Registrant("Auckland", "Tama Hohepa"),
)
