"""What the network knows, for everybody: published knowledge products by theme and kind, and their files."""

from flask import Blueprint, current_app, request
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import Form as PlainForm
from wtforms import SelectField

from webinars.domain.errors import N_, Missing
from webinars.models.knowledge import ProductKind
from webinars.queries.knowledge import ProductFilter, products_page, published_product, themes_in_use
from webinars.web import clock
from webinars.web.answers import page
from webinars.web.filters import offer
from webinars.web.knowledge_words import KINDS, product_lines
from webinars.web.pages import Turned, asked_page
from webinars.web.permissions import Permission, allow
from webinars.web.reader import language
from webinars.web.uploads import sent

blueprint = Blueprint("knowledge", __name__, url_prefix="/knowledge")


class FilterForm(PlainForm):  # type: ignore[misc] # WTForms has no types
    """The filters of the list."""

    theme = SelectField(_l("Theme"), validate_choice=False)
    kind = SelectField(_l("Kind"), validate_choice=False)


@blueprint.get("/")
@allow(Permission.PUBLIC)
def index() -> tuple[str, int]:
    """List what is published and fits the filters."""
    today = clock.now().date()
    form, themes = FilterForm(request.args), themes_in_use(today=today)
    theme = offer(form.theme, [(one.slug, one.name.best(language())) for one in themes])
    kind = offer(form.kind, [(one.value, words) for one, words in KINDS.items()])
    wanted = ProductFilter(
        public_on=today,
        kind=ProductKind(kind) if kind else None,
        theme_id=next((one.id for one in themes if one.slug == theme), None),
    )
    found = products_page(wanted, asked_page(), current_app.config["PAGE_SIZE"])
    return page(
        "knowledge/index.html",
        page=Turned(found),
        lines=product_lines(found.items),
        filters=form,
        is_filtered=bool(theme or kind),
    )


@blueprint.get("/<key>/file")
@allow(Permission.PUBLIC)
def file(key: str) -> Response:
    """Give the file of a published product."""
    upload = published_product(key, today=clock.now().date()).product.upload
    if upload is None:
        raise Missing(N_("There is no file here any more. Go back to the list."))
    return sent(upload.key)
