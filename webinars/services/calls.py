"""Calls for expressions of interest: made, published, extended, called off."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, delete, exists, insert, or_, select

from webinars.domain.errors import N_, Refusal
from webinars.domain.texts import LocalizedText
from webinars.domain.timezones import Reading, check_zone, to_utc
from webinars.models.calls import Application, ApplicationState, Call, CallState, CallTheme, Decision
from webinars.models.committees import Review, Score
from webinars.models.database import db, lock, transaction
from webinars.models.notices import WAITING, Notice, NoticeKind
from webinars.models.themes import Theme
from webinars.queries.calls import themes_of_call
from webinars.services.edits import difference, edit
from webinars.services.notices import owe_each
from webinars.services.records import Actor, record
from webinars.services.seminar_fields import NO_TEXT
from webinars.services.seminars import check_slug

MOST_POINTS = 100
ENDED = N_("This call is cancelled. Make a new one.")


@dataclass(frozen=True, kw_only=True)
class CallFields:
    """What a person writes about a call: for a seminar, for a series, or for a programme with a name.

    *most_points* is the top of the scale on which the committee judges.
    """

    slug: str
    title: LocalizedText
    languages: tuple[str, ...]
    introduction: LocalizedText = NO_TEXT
    run_by: LocalizedText = NO_TEXT
    programme: LocalizedText = NO_TEXT
    seminar_id: int | None = None
    series_id: int | None = None
    contact_email: str | None = None
    asks_presentation: bool = True
    most_points: int = 5
    theme_ids: frozenset[int] = frozenset()

    def columns(self) -> dict[str, object]:
        """Return the values by column, as the table holds them."""
        values = dict(vars(self)) | {"languages": list(self.languages)}
        del values["theme_ids"]
        return values


@dataclass(frozen=True, kw_only=True)
class CallTimes:
    """From when to when a call is open: wall clocks in *zone*, with a reading where one happens twice."""

    zone: str
    local_opens: datetime
    local_closes: datetime
    opens_reading: Reading | None = None
    closes_reading: Reading | None = None

    def columns(self) -> dict[str, object]:
        """Return the values by column; raise Refusal at the field of a clock that names no one instant."""
        zone = check_zone(self.zone)
        opens_at = _instant(self.local_opens, zone, self.opens_reading, field="local_opens")
        closes_at = _instant(self.local_closes, zone, self.closes_reading, field="local_closes")
        if closes_at <= opens_at:
            raise Refusal(N_("The call closes before it opens. Choose a later close."), field="local_closes")
        return {
            "zone": zone,
            "local_opens": self.local_opens,
            "local_closes": self.local_closes,
            "opens_at": opens_at,
            "closes_at": closes_at,
        }


def create_call(wanted: CallFields, times: CallTimes, *, by: Actor, now: datetime) -> Call:
    """Add a draft of a call. Raises Refusal at a field; SkippedTime, DoubledTime."""
    with transaction():
        _check(wanted, call_id=None)
        call = Call(state=CallState.DRAFT, created_at=now, **wanted.columns(), **times.columns())
        db.session.add(call)
        db.session.flush()
        _set_themes(call, wanted.theme_ids)
        record("created", call, by=by, now=now, seminar_id=call.seminar_id)
    return call


def edit_call(call_id: int, wanted: CallFields, *, expected: int | None, by: Actor, now: datetime) -> Call:
    """Change what is written about a call. Raises Refusal at a field, or Stale."""
    with transaction():
        call = lock_call(call_id)
        _check(wanted, call_id=call_id)
        if call.state is not CallState.DRAFT and wanted.slug != call.slug:
            raise Refusal(
                N_("The short name is part of links that were published: leave it as it is."), field="slug"
            )
        _check_scale(call, wanted.most_points)
        themes = {"themes": (_slugs(_offered(call_id)), _slugs(wanted.theme_ids))}
        about = {"by": by, "now": now, "seminar_id": call.seminar_id}
        edit(call, wanted.columns(), expected=expected, beside=themes, **about)  # type: ignore[arg-type]
        _set_themes(call, wanted.theme_ids)
    return call


def set_times(call_id: int, times: CallTimes, *, expected: int | None, by: Actor, now: datetime) -> Call:
    """Give a draft other times. Raises Refusal at a field, SkippedTime, DoubledTime, or Stale."""
    with transaction():
        call = lock_call(call_id)
        if call.state is not CallState.DRAFT:
            raise Refusal(N_("This call is published. You can only put off its close."))
        edit(call, times.columns(), expected=expected, by=by, now=now, seminar_id=call.seminar_id)
    return call


def publish(call_id: int, *, by: Actor, now: datetime) -> Call:
    """Show a draft to everybody. Raises Refusal when its close is past."""
    with transaction():
        call = lock_call(call_id)
        if call.state is not CallState.DRAFT:
            raise Refusal(N_("Only a draft can be published."))
        if call.closes_at <= now:
            raise Refusal(N_("The close of this call is past. Choose a later one, then publish."))
        _become(call, CallState.PUBLISHED, "published", by=by, now=now)
    return call


def extend(
    call_id: int,
    local_closes: datetime,
    reading: Reading | None,
    *,
    expected: int | None,
    by: Actor,
    now: datetime,
) -> int:
    """Put off the close of a published call, and owe everybody with a draft a letter; return how many.

    A constant number of statements; a close that is past can be put off too. Raises Refusal at
    "local_closes", SkippedTime, DoubledTime, or Stale.
    """
    with transaction():
        call = lock_call(call_id)
        closes_at = later_close(call, local_closes, reading, expected=expected, now=now)
        closed_at, changes = call.closes_at, {"local_closes": local_closes, "closes_at": closes_at}
        edit(call, changes, expected=expected, by=by, now=now, seminar_id=call.seminar_id, verb="extended")
        return _owe_more_time(call, closed_at, now=now)


def later_close(
    call: Call, local_closes: datetime, reading: Reading | None, *, expected: int | None, now: datetime
) -> datetime:
    """Return the instant to which `extend` would put off the close; refuse as it does, change nothing."""
    if call.state is not CallState.PUBLISHED:
        raise Refusal(N_("This call is not published. Change its times."))
    closes_at = _instant(local_closes, call.zone, reading, field="local_closes")
    difference(call, {"local_closes": local_closes, "closes_at": closes_at}, expected=expected)
    if closes_at <= max(call.closes_at, now):
        raise Refusal(
            N_("Choose a close that lies ahead, and later than the present one."), field="local_closes"
        )
    return closes_at


def cancel(call_id: int, *, by: Actor, now: datetime) -> Call:
    """Call a published call off for good: its page stays and says so, and who waits is owed a letter."""
    with transaction():
        call = lock_call(call_id)
        if call.state is not CallState.PUBLISHED:
            raise Refusal(N_("Only a published call can be cancelled."))
        _become(call, CallState.CANCELLED, "cancelled", by=by, now=now)
        applied = and_(Application.call_id == call_id, Application.state != ApplicationState.WITHDRAWN)
        # Who is on the reserve list was promised a letter; whatever else was told stays as it was told.
        untold = or_(Application.told_decision.is_(None), Application.told_decision == Decision.RESERVE)
        owe_each(
            NoticeKind.CALL_CANCELLED,
            Application,
            and_(applied, untold),
            seminar_id=call.seminar_id,
            details={},
            now=now,
        )
    return call


def lock_call(call_id: int) -> Call:
    """Lock a call for a change, in the caller's transaction; raise Refusal when it is cancelled."""
    call = lock(Call, call_id)
    if call.state is CallState.CANCELLED:
        raise Refusal(ENDED)
    return call


def _owe_more_time(call: Call, closed_at: datetime, *, now: datetime) -> int:
    """Owe each draft a letter, unless one waits that will tell the new close too; three statements."""
    waiting = and_(
        Notice.kind == NoticeKind.CALL_EXTENDED, Notice.state.in_(WAITING), Notice.is_repeated.is_(False)
    )
    is_draft = and_(Application.call_id == call.id, Application.state == ApplicationState.DRAFT)
    drafts = select(Application.id).where(is_draft)
    # Held until this change is committed: a worker that took one now would tell the close from before.
    held = select(Notice.id).where(waiting, Notice.application_id.in_(drafts)).order_by(Notice.id)
    db.session.scalars(held.with_for_update(of=Notice)).all()
    which = and_(is_draft, ~exists().where(waiting, Notice.application_id == Application.id))
    details = {"closed_at": closed_at.isoformat()}
    seminar_id = call.seminar_id
    return owe_each(
        NoticeKind.CALL_EXTENDED, Application, which, seminar_id=seminar_id, details=details, now=now
    )


def _become(call: Call, state: CallState, verb: str, *, by: Actor, now: datetime) -> None:
    edit(call, {"state": state}, expected=None, by=by, now=now, seminar_id=call.seminar_id, verb=verb)


def _offered(call_id: int) -> frozenset[int]:
    return frozenset(theme.id for theme in themes_of_call(call_id))


def _slugs(theme_ids: frozenset[int]) -> tuple[str, ...]:
    """Return what themes are called in forms, in one order."""
    return tuple(db.session.scalars(select(Theme.slug).where(Theme.id.in_(theme_ids)).order_by(Theme.slug)))


def _set_themes(call: Call, theme_ids: frozenset[int]) -> None:
    offered = _offered(call.id)
    gone = offered - theme_ids
    if gone:
        one_of = CallTheme.call_id == call.id, CallTheme.theme_id.in_(gone)
        db.session.execute(delete(CallTheme).where(*one_of))
    rows = [{"call_id": call.id, "theme_id": ident} for ident in sorted(theme_ids - offered)]
    if rows:
        db.session.execute(insert(CallTheme), rows)


def _check(wanted: CallFields, *, call_id: int | None) -> None:
    """Raise Refusal at the first field of *wanted* that cannot be, for that call (None: a new one)."""
    check_slug(wanted.slug)
    same = db.session.scalar(select(Call.id).where(Call.slug == wanted.slug))
    if same not in (None, call_id):
        raise Refusal(N_("Another call has this short name. Choose a different one."), field="slug")
    if not wanted.title:
        raise Refusal(N_("Write this in at least one language."), field="title")
    if not wanted.languages:
        raise Refusal(N_("Choose at least one language."), field="languages")
    if wanted.seminar_id is not None and wanted.series_id is not None:
        raise Refusal(N_("Choose a seminar or a series, not both."), field="series")
    if not 1 <= wanted.most_points <= MOST_POINTS:
        raise Refusal(N_("Write a number from 1 to %(most)d."), field="most_points", most=MOST_POINTS)


def _check_scale(call: Call, most_points: int) -> None:
    """Refuse another scale once points were given on the present one."""
    given = (
        select(Score.id)
        .join(Review, Review.id == Score.review_id)
        .join(Application, Application.id == Review.application_id)
        .where(Application.call_id == call.id)
    )
    if most_points != call.most_points and db.session.scalar(given.limit(1)) is not None:
        raise Refusal(
            N_("The committee has given points on the present scale: leave it as it is."), field="most_points"
        )


def _instant(local: datetime, zone: str, reading: Reading | None, *, field: str) -> datetime:
    try:
        return to_utc(local, zone, reading=reading)
    except Refusal as refusal:
        refusal.field = field
        raise
