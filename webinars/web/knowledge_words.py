"""Knowledge in words: the kinds of products, the steps of agreements, what a city presented."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import lazy_gettext as _l

from webinars.domain.texts import LocalizedText
from webinars.letters.names import seminar_name
from webinars.letters.times import date_words
from webinars.models.knowledge import Agreement, ProductKind
from webinars.queries.knowledge import Product, Talk
from webinars.web.programmes import slot_words, theme_beside
from webinars.web.reader import language

KINDS = {
    ProductKind.KNOWLEDGE_NOTE: _l("Knowledge note"),
    ProductKind.CASE_STUDY: _l("Case study"),
    ProductKind.TOOLKIT: _l("Toolkit"),
    ProductKind.GOOD_PRACTICE_GUIDE: _l("Good practice guide"),
    ProductKind.VIDEO: _l("Video"),
    ProductKind.PUBLICATION: _l("Publication"),
    ProductKind.WORKSHOP_OUTCOME: _l("Workshop outcome"),
    ProductKind.TRAINING_PROGRAMME: _l("Training programme"),
    ProductKind.LINK: _l("Link"),
    ProductKind.PHOTOGRAPH: _l("Photograph"),
    ProductKind.OTHER: _l("Knowledge product"),
}
STEPS = (
    ("modality_discussed_on", _l("Form of cooperation discussed")),
    ("signed_on", _l("Memorandum signed")),
    ("planned_on", _l("Activities planned")),
    ("ends_on", _l("Ends")),
)


@dataclass(frozen=True)
class Step:
    """A step of an agreement: its day in words ("" until it is known), and whether that day has come."""

    name: str
    day: str
    is_taken: bool


@dataclass(frozen=True)
class AgreementLine:
    """An agreement as it is drawn: its steps on a line."""

    agreement: Agreement
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class TalkLine:
    """What a city presented: its title, and the edition in which it did."""

    title: str
    theme: LocalizedText | None
    seminar: str
    seminar_slug: str
    day: str


@dataclass(frozen=True)
class ProductLine:
    """A knowledge product as everybody reads it: *url* leads to its file or elsewhere, "" to nothing yet."""

    found: Product
    kind: str
    url: str
    seminar: str
    seminar_slug: str
    day: str

    @property
    def is_file(self) -> bool:
        """Say whether it is a file of ours."""
        return self.found.product.upload is not None


def agreement_lines(agreements: Iterable[Agreement], today: date) -> list[AgreementLine]:
    """Return the agreements with their steps, in order; a step of tomorrow is not taken."""
    return [AgreementLine(one, tuple(_steps(one, today))) for one in agreements]


def talk_lines(talks: Iterable[Talk]) -> list[TalkLine]:
    """Return what a city presented, in words."""
    return [
        TalkLine(
            title=slot_words(one.slot, language()),
            theme=one.theme.name if one.theme and _says_more(one) else None,
            seminar=seminar_name(one.seminar, language()),
            seminar_slug=one.seminar.slug,
            day=date_words(one.session.local_start),
        )
        for one in talks
    ]


def _says_more(talk: Talk) -> bool:
    """Tell whether the theme of a talk says more than its title."""
    theme = talk.slot.theme
    return theme is None or theme_beside(talk.slot, language()) != ""


def product_lines(products: Iterable[Product]) -> list[ProductLine]:
    """Return knowledge products as everybody reads them; of a draft seminar they say nothing."""
    return [_product_line(one) for one in products]


def _steps(agreement: Agreement, today: date) -> Iterable[Step]:
    for name, words in STEPS:
        day: date | None = getattr(agreement, name)
        if day is not None or name != "ends_on":
            yield Step(str(words), date_words(day) if day else "", day is not None and day <= today)


def _product_line(found: Product) -> ProductLine:
    product, seminar = found.product, found.product.seminar
    is_shown = seminar is not None and seminar.is_public
    own = url_for("knowledge.file", key=product.key) if product.upload else ""
    return ProductLine(
        found=found,
        kind=str(KINDS[product.kind]),
        url=own or product.url or "",
        seminar=seminar_name(seminar, language()) if seminar is not None and is_shown else "",
        seminar_slug=seminar.slug if seminar is not None and is_shown else "",
        day=date_words(product.published_on) if product.published_on else "",
    )
