"""The form of a message: to whom it goes, and what it says."""

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from webinars.letters.names import part_name
from webinars.models.cities import City
from webinars.models.reminders import Message
from webinars.models.sessions import Session
from webinars.models.slots import Answer
from webinars.queries.messages import PRESENTERS, Audience, audience_of
from webinars.services.messages import MessageFields
from webinars.web.forms import options
from webinars.web.joining import in_line
from webinars.web.organise.editors import EditForm, OfficeText
from webinars.web.reader import language
from webinars.web.registrations.forms import ROLES
from webinars.web.registrations.replies_words import said_words


class MessageForm(EditForm):
    """A message that is not sent yet; an empty choice leaves nobody out."""

    part = SelectField(_l("Part"))
    city = SelectField(_l("City"))
    role = SelectField(_l("Role"))
    answer = SelectField(_l("Answer"))
    subject = OfficeText(_l("Subject"), limit=200, is_required=True)
    text = OfficeText(
        _l("Message"),
        limit=5000,
        is_long=True,
        is_required=True,
        description=_l(
            "Plain text; the letter begins with “Dear” and the name. Each reader’s own words stand for "
            "{name}, {city}, {part}, {start} and {page}: their name, their city, the part, its start on "
            "their clock, and the address of their page."
        ),
    )

    def offer(self, sessions: Sequence[Session], cities: Sequence[City], message: Message | None) -> None:
        """Fill the choices; of a *message*, show whom it goes to."""
        self._sessions, self._cities = sessions, cities
        reader = language()
        everybody = ("", gettext("All"))
        self.part.choices = options([everybody, *((one.key, part_name(one, reader)) for one in sessions)])
        self.city.choices = options([everybody, *((one.slug, one.name.best(reader)) for one in cities)])
        self.role.choices = options([everybody, *role_words().items()])
        self.answer.choices = options([everybody, *((one.value, said_words(one).word) for one in Answer)])
        if message is not None and not self.is_submitted():
            self._show(message)

    def fields(self) -> MessageFields:
        """Return what was posted."""
        audience = Audience(
            session_id=next((one.id for one in self._sessions if one.key == self.part.data), None),
            city_id=next((one.id for one in self._cities if one.slug == self.city.data), None),
            role=self.role.data or None,
            answer=Answer(self.answer.data) if self.answer.data else None,
        )
        return MessageFields(self.subject.data, self.text.data, audience)

    def _show(self, message: Message) -> None:
        wanted = audience_of(message)
        self.version.data = str(message.version)
        self.part.data = next((one.key for one in self._sessions if one.id == wanted.session_id), "")
        self.city.data = next((one.slug for one in self._cities if one.id == wanted.city_id), "")
        self.role.data = wanted.role or ""
        self.answer.data = wanted.answer.value if wanted.answer else ""


def role_words() -> dict[str, str]:
    """Return the roles that a message may go to, in words."""
    presenters = {PRESENTERS: str(gettext("Presenters"))}
    return presenters | {role.value: str(words) for role, words in ROLES.items()}


def audience_words(wanted: Audience, sessions: Sequence[Session], cities: Sequence[City]) -> str:
    """Return to whom a message goes."""
    reader = language()
    words = [
        *(part_name(one, reader) for one in sessions if one.id == wanted.session_id),
        *(one.name.best(reader) for one in cities if one.id == wanted.city_id),
        *([role_words()[wanted.role]] if wanted.role else []),
        *([said_words(wanted.answer).word] if wanted.answer else []),
    ]
    return in_line(words) or str(gettext("Everybody with a seat, and everybody who presents"))
