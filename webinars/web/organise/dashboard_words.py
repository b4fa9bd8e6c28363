"""What needs attention, in words: how many of what."""

from collections.abc import Callable, Mapping

from flask_babel import ngettext

from webinars.queries.dashboard import Concern

COUNTED: Mapping[Concern, Callable[[int], str]] = {
    Concern.BLOCKED: lambda count: ngettext(
        "%(num)s finding blocks publishing", "%(num)s findings block publishing", count
    ),
    Concern.SILENT_CITIES: lambda count: ngettext(
        "%(num)s city is silent", "%(num)s cities are silent", count
    ),
    Concern.SILENT_PRESENTERS: lambda count: ngettext(
        "%(num)s presenter is silent", "%(num)s presenters are silent", count
    ),
    Concern.DECLINED_PRESENTERS: lambda count: ngettext(
        "%(num)s presenter declined", "%(num)s presenters declined", count
    ),
    Concern.LATE_ASSETS: lambda count: ngettext(
        "%(num)s file of a presenter is late", "%(num)s files of presenters are late", count
    ),
    Concern.RECEIVED_ASSETS: lambda count: ngettext(
        "%(num)s file of a presenter to look at",
        "%(num)s files of presenters to look at",
        count,
    ),
    Concern.PENDING: lambda count: ngettext(
        "%(num)s registration to approve", "%(num)s registrations to approve", count
    ),
    Concern.DECLINED_SEATED: lambda count: ngettext(
        "%(num)s person declined and still has a seat",
        "%(num)s people declined and still have a seat",
        count,
    ),
    Concern.DECISIONS: lambda count: ngettext(
        "%(num)s decision was released and did not arrive",
        "%(num)s decisions were released and did not arrive",
        count,
    ),
    Concern.FAILED: lambda count: ngettext(
        "%(num)s letter could not be sent", "%(num)s letters could not be sent", count
    ),
    Concern.HELD: lambda count: ngettext("%(num)s letter is held", "%(num)s letters are held", count),
    Concern.PROPOSALS: lambda count: ngettext(
        "%(num)s proposed time to decide", "%(num)s proposed times to decide", count
    ),
    Concern.UNKNOWN: lambda count: ngettext(
        "%(num)s answer of somebody unknown", "%(num)s answers of unknown people", count
    ),
    Concern.BOUNCES: lambda count: ngettext("%(num)s letter came back", "%(num)s letters came back", count),
    Concern.ZONES: lambda count: ngettext(
        "%(num)s part is moved by a new zone database",
        "%(num)s parts are moved by a new zone database",
        count,
    ),
    Concern.ZONES_REHEARSED: lambda count: ngettext(
        "%(num)s rehearsal is moved by a new zone database",
        "%(num)s rehearsals are moved by a new zone database",
        count,
    ),
}
