"""Knowledge products for the office: listed, written, given a file, removed."""

from flask import Blueprint, current_app, flash, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import Form as PlainForm
from wtforms import SelectField

from webinars.models.knowledge import KnowledgeProduct, ProductKind
from webinars.queries.cities import directory
from webinars.queries.knowledge import ProductFilter, product_by_key, products_page, seminars_to_name
from webinars.queries.themes import every_theme
from webinars.services import knowledge
from webinars.services.knowledge import FAMILIES
from webinars.web import clock
from webinars.web.actors import actor
from webinars.web.answers import page, see_other
from webinars.web.filters import offer
from webinars.web.knowledge_words import KINDS, product_lines
from webinars.web.organise.knowledge_forms import ProductForm
from webinars.web.pages import Turned, asked_page
from webinars.web.permissions import Permission, allow
from webinars.web.reader import language
from webinars.web.uploads import FileForm, sent, takes_file

blueprint = Blueprint("knowledge", __name__, url_prefix="/knowledge")


class FilterForm(PlainForm):  # type: ignore[misc] # WTForms has no types
    """The filters of the list."""

    kind = SelectField(_l("Kind"), validate_choice=False)
    city = SelectField(_l("City"), validate_choice=False)


@blueprint.get("/")
@allow(Permission.VIEW)
def index() -> tuple[str, int]:
    """List the knowledge products that fit the filters, those not published first."""
    form, cities = FilterForm(request.args), directory()
    kind = offer(form.kind, [(one.value, words) for one, words in KINDS.items()])
    city = offer(form.city, [(one.slug, one.name.best(language())) for one in cities])
    wanted = ProductFilter(
        public_on=None,
        kind=ProductKind(kind) if kind else None,
        city_id=next((one.id for one in cities if one.slug == city), None),
    )
    found = products_page(wanted, asked_page(), current_app.config["PAGE_SIZE"])
    return page(
        "organise/knowledge/index.html",
        page=Turned(found),
        lines=product_lines(found.items),
        filters=form,
        is_filtered=bool(kind or city),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def new() -> Response | tuple[str, int]:
    """Write a knowledge product down."""
    form = ProductForm()
    form.offer(every_theme(), directory(), seminars_to_name())
    added: list[KnowledgeProduct] = []
    if form.attempt(lambda: added.append(knowledge.add_product(form.fields(), by=actor(), now=clock.now()))):
        flash(gettext("It is kept. Add a file here, if there is one."), "ok")
        return see_other(".edit", key=added[0].key)
    return page("organise/knowledge/new.html", form=form, status=form.status)


@blueprint.route("/<key>", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def edit(key: str) -> Response | tuple[str, int]:
    """Change a knowledge product."""
    found = product_by_key(key)
    ident, form = found.product.id, ProductForm(obj=found.product)
    form.offer(every_theme(), directory(), seminars_to_name())
    if not form.is_submitted():
        form.show(found)
    if form.attempt(
        lambda: knowledge.edit_product(
            ident, form.fields(), expected=form.expected, by=actor(), now=clock.now()
        )
    ):
        flash(gettext("The changes are kept."), "ok")
        return see_other(".index")
    return _edit_page(key, form, FileForm(FAMILIES, formdata=None))


@blueprint.post("/<key>/file")
@allow(Permission.ORGANISE)
@takes_file
def give_file(key: str) -> Response | tuple[str, int]:
    """Keep the file of a knowledge product."""
    ident, form = product_by_key(key).product.id, FileForm(FAMILIES)

    def save() -> None:
        name, content = form.sent()
        knowledge.give_file(ident, name, content, by=actor(), now=clock.now())

    if form.attempt(save):
        flash(gettext("The file is kept."), "ok")
        return see_other(".edit", key=key)
    return _edit_page(key, None, form)


@blueprint.get("/<key>/file")
@allow(Permission.VIEW)
def file(key: str) -> Response | tuple[str, int]:
    """Give the file, published or not."""
    upload = product_by_key(key).product.upload
    return sent(upload.key) if upload is not None else see_other(".edit", key=key)


@blueprint.post("/<key>/remove")
@allow(Permission.ORGANISE)
def remove(key: str) -> Response:
    """Take a knowledge product off every page."""
    knowledge.remove_product(product_by_key(key).product.id, by=actor(), now=clock.now())
    flash(gettext("It is removed."), "ok")
    return see_other(".index")


def _edit_page(key: str, form: ProductForm | None, file_form: FileForm) -> tuple[str, int]:
    """Show the product with the form that was refused; the other shows it as it is."""
    found = product_by_key(key)
    if form is None:
        form = ProductForm(formdata=None, obj=found.product)
        form.offer(every_theme(), directory(), seminars_to_name())
        form.show(found)
    return page(
        "organise/knowledge/edit.html",
        form=form,
        file_form=file_form,
        product=found.product,
        status=max(form.status, file_form.status),
    )
