"""The form of something that is sent: a file, or the address where it lies."""

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import FileField, StringField

from webinars.models.presentations import Asset
from webinars.services.assets import FAMILIES, Sent
from webinars.web.forms import Form, OneLine
from webinars.web.uploads import attributes, help_words, sent_file


class SendForm(Form):
    """A file or an address; *file* is called as `services.uploads.keep` refuses it."""

    file = FileField(_l("File"))
    url = StringField(
        _l("Or its address"),
        [OneLine(2000)],
        description=_l("Where the file lies, if it is too large. It starts with https://."),
    )

    @classmethod
    def for_asset(cls, asset: Asset, **kwargs: Any) -> "SendForm":
        """Return the form for one of several on a page, with identifiers of its own."""
        form = cls(**kwargs)
        for field in (form.file, form.url):
            field.id = f"{field.name}-{asset.key}"
            field.label.field_id = field.id
        form.file.description = help_words(FAMILIES[asset.kind])
        form.file.render_kw = dict(attributes(FAMILIES[asset.kind]))
        return form

    @classmethod
    def empty(cls, asset: Asset) -> "SendForm":
        """Return the form with nothing in it, whatever is posted."""
        return cls.for_asset(asset, formdata=None)

    def sent(self) -> Sent:
        """Return what was posted. Raises Refusal at "file" for one that is too large."""
        file = request.files.get(self.file.name)
        if file is None or not file.filename:
            return Sent(url=self.url.data or "")
        name, content = sent_file(self.file)
        return Sent(name=name, content=content)
