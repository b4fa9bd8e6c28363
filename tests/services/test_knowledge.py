"""What the office writes down of the network: themes of cities, agreements, products and their files."""

from dataclasses import replace
from datetime import date

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests import builders
from tests.builders import NOW, ORGANISER, text
from webinars.domain.errors import Missing, Refusal, Stale
from webinars.models import Agreement, City, KnowledgeProduct, ProductKind, Record
from webinars.queries.knowledge import agreements_of, product_by_key, themes_of_city
from webinars.services import knowledge
from webinars.services.knowledge import AgreementFields, ProductFields

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"
TOOLKIT = ProductFields(kind=ProductKind.TOOLKIT, title=text("Canals"))
BANK = AgreementFields(partner=text("Development bank"))


@pytest.fixture
def paris(database: SQLAlchemy) -> City:
    return builders.a_city()


def add(wanted: ProductFields = TOOLKIT) -> KnowledgeProduct:
    return knowledge.add_product(wanted, by=ORGANISER, now=NOW)


def agree(city: City, wanted: AgreementFields = BANK) -> Agreement:
    return knowledge.add_agreement(city.id, wanted, by=ORGANISER, now=NOW)


def log(database: SQLAlchemy) -> list[tuple[str, str, str]]:
    rows = database.session.execute(select(Record.verb, Record.noun, Record.title).order_by(Record.id))
    return [(row[0], row[1], row[2]) for row in rows]


def test_the_themes_of_a_city_are_exactly_those_chosen_and_the_log_names_them(
    database: SQLAlchemy, paris: City
) -> None:
    canals, markets = builders.a_theme("Canals"), builders.a_theme("Markets")
    for chosen in ([canals.id, markets.id], [markets.id], [markets.id]):
        knowledge.choose_themes(paris.id, chosen, by=ORGANISER, now=NOW)
    assert themes_of_city(paris.id) == (markets,)
    changes = database.session.scalars(select(Record.changes).order_by(Record.id)).all()
    assert changes == [{"themes": ["", "Canals, Markets"]}, {"themes": ["Canals, Markets", "Markets"]}]


def test_an_agreement_is_kept_changed_and_removed(database: SQLAlchemy, paris: City) -> None:
    agreement = agree(paris)
    signed = AgreementFields(partner=text("Development bank"), signed_on=date(2016, 5, 1))
    knowledge.edit_agreement(agreement.id, signed, expected=1, by=ORGANISER, now=NOW)
    assert [one.signed_on for one in agreements_of(paris.id)] == [date(2016, 5, 1)]
    for _ in range(2):
        knowledge.remove_agreement(agreement.id, by=ORGANISER, now=NOW)
    assert agreements_of(paris.id) == ()
    assert [verb for verb, _noun, _title in log(database)] == ["created", "edited", "removed"]
    with pytest.raises(Missing):
        knowledge.edit_agreement(agreement.id, BANK, expected=None, by=ORGANISER, now=NOW)


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (AgreementFields(partner=text("")), "partner"),
        (AgreementFields(partner=text("X"), signed_on=date(2016, 5, 2), ends_on=date(2016, 5, 1)), "ends_on"),
    ],
)
def test_an_agreement_that_cannot_be_is_refused_at_its_field(
    paris: City, wanted: AgreementFields, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        agree(paris, wanted)
    assert refused.value.field == field


def test_an_older_form_is_shown_what_is_stored(paris: City) -> None:
    agreement = agree(paris)
    first = AgreementFields(partner=text("First"))
    knowledge.edit_agreement(agreement.id, first, expected=1, by=ORGANISER, now=NOW)
    second = AgreementFields(partner=text("Second"))
    with pytest.raises(Stale) as stale:
        knowledge.edit_agreement(agreement.id, second, expected=1, by=ORGANISER, now=NOW)
    assert stale.value.theirs == {"partner": text("First")}


def test_a_product_is_kept_with_its_cities_and_they_can_change(paris: City) -> None:
    lima = builders.a_city("Lima")
    both = ProductFields(kind=ProductKind.VIDEO, title=text("Film"), city_ids=frozenset({paris.id, lima.id}))
    product = add(both)
    assert product_by_key(product.key).cities == (lima, paris)
    one = ProductFields(kind=ProductKind.VIDEO, title=text("Film"), city_ids=frozenset({lima.id}))
    knowledge.edit_product(product.id, one, expected=1, by=ORGANISER, now=NOW)
    assert product_by_key(product.key).cities == (lima,)


def test_an_older_form_does_not_take_back_the_cities_that_somebody_else_chose(paris: City) -> None:
    lima, product = builders.a_city("Lima"), add(TOOLKIT)
    theirs, older = (replace(TOOLKIT, city_ids=frozenset({one.id})) for one in (lima, paris))
    knowledge.edit_product(product.id, theirs, expected=1, by=ORGANISER, now=NOW)
    with pytest.raises(Stale) as stale:
        knowledge.edit_product(product.id, older, expected=1, by=ORGANISER, now=NOW)
    assert stale.value.theirs == {"cities": (lima.slug,)}
    assert product_by_key(product.key).cities == (lima,)


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (ProductFields(kind=ProductKind.LINK, title=text("")), "title"),
        (ProductFields(kind=ProductKind.LINK, title=text("X"), url="javascript:alert(1)"), "url"),
        (ProductFields(kind=ProductKind.LINK, title=text("X"), url="city.example"), "url"),
    ],
)
def test_a_product_that_cannot_be_is_refused_at_its_field(
    database: SQLAlchemy, wanted: ProductFields, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        add(wanted)
    assert refused.value.field == field


def test_a_file_is_kept_by_its_content_and_replaced_by_the_next(database: SQLAlchemy) -> None:
    product = add()
    for name in ("first.pdf", "second.pdf"):
        knowledge.give_file(product.id, name, PDF, by=ORGANISER, now=NOW)
    upload = product_by_key(product.key).product.upload
    assert upload is not None
    assert (upload.name, upload.media_type) == ("second.pdf", "application/pdf")
    with pytest.raises(Refusal) as refused:
        knowledge.give_file(product.id, "film.mp4", PDF, by=ORGANISER, now=NOW)
    assert refused.value.field == "file"


def test_a_product_that_was_removed_is_nowhere_and_takes_nothing(database: SQLAlchemy) -> None:
    product = add()
    knowledge.remove_product(product.id, by=ORGANISER, now=NOW)
    with pytest.raises(Missing):
        product_by_key(product.key)
    with pytest.raises(Missing):
        knowledge.give_file(product.id, "a.pdf", PDF, by=ORGANISER, now=NOW)
    assert log(database)[-1] == ("removed", "knowledge_product", "Canals")
