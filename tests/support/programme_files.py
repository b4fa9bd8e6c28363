"""Calendar files of other systems, as they write them: an event for each talk, and what is theirs."""

from collections.abc import Iterable

INDICO = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//CERN//INDICO//EN
X-WR-CALNAME:Recovery of cities
BEGIN:VEVENT
SUMMARY:Opening remarks
DTSTART:20270120T010000Z
DTEND:20270120T011500Z
DTSTAMP:20261101T120000Z
UID:indico-contribution-17@indico.example
LOCATION:Room 1
DESCRIPTION:Speakers: Governor Koike Yuriko\\n\\nhttps://indico.example/event/3
 /contributions/17/
END:VEVENT
BEGIN:VEVENT
SUMMARY:Flood walls\\, gates and\\; people
DTSTART:20270120T011500Z
DTEND:20270120T020000Z
DTSTAMP:20261101T120000Z
UID:indico-contribution-18@indico.example
LOCATION:Room 1
END:VEVENT
BEGIN:VEVENT
SUMMARY:What we learnt
DTSTART:20270120T021500Z
DURATION:PT30M
DTSTAMP:20261101T120000Z
UID:indico-contribution-19@indico.example
LOCATION:Room 1
END:VEVENT
END:VCALENDAR
"""

PRETALX = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//pretalx//tokyo.example//
BEGIN:VTIMEZONE
TZID:Asia/Tokyo
BEGIN:STANDARD
DTSTART:20000101T000000
RRULE:FREQ=YEARLY;BYMONTH=1
TZNAME:JST
TZOFFSETFROM:+0900
TZOFFSETTO:+0900
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
SUMMARY:開会 - 東京都
DTSTART;TZID=Asia/Tokyo:20270120T100000
DTEND;TZID=Asia/Tokyo:20270120T101500
DTSTAMP:20261101T120000Z
UID:pretalx-tokyo-ABC123
DESCRIPTION:A long abstract that is folded in the middle of a word, as every pro
 gramme does with what is longer than 75 octets.
LOCATION:大ホール
URL:https://pretalx.example/tokyo/talk/ABC123/
END:VEVENT
END:VCALENDAR
"""

SCHED = """\
BEGIN:VCALENDAR
VERSION:2.0
X-WR-CALNAME:City Days
METHOD:PUBLISH
CALSCALE:GREGORIAN
PRODID:-//sched.com City Days 2027//EN
X-WR-TIMEZONE:Asia/Tokyo
BEGIN:VEVENT
DTSTAMP:20261101T120000Z
DTSTART:20270120T030000Z
DTEND:20270120T040000Z
SUMMARY:Lunch Break
DESCRIPTION:
CATEGORIES:MEALS
LOCATION:Foyer
SEQUENCE:0
UID:SCHED0a1b2c3d
URL:http://citydays.sched.com/event/0a1b2c3d
END:VEVENT
END:VCALENDAR
"""

GOOGLE = """\
BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:PUBLISH
X-WR-CALNAME:Programme
X-WR-TIMEZONE:Europe/Paris
BEGIN:VEVENT
DTSTART:20270120T050000Z
DTEND:20270120T053000Z
DTSTAMP:20261101T120000Z
UID:0123456789abcdefghijklmnop@google.com
CREATED:20261101T110000Z
DESCRIPTION:<b>Bold</b> words
LAST-MODIFIED:20261101T115000Z
LOCATION:
SEQUENCE:2
STATUS:CONFIRMED
SUMMARY:Closing words
TRANSP:OPAQUE
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:This is an event reminder
SUMMARY:An alarm is no talk
TRIGGER:-P0DT0H10M0S
END:VALARM
END:VEVENT
END:VCALENDAR
"""

OUTLOOK = """\
BEGIN:VCALENDAR
PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN
VERSION:2.0
METHOD:PUBLISH
X-MS-OLK-FORCEINSPECTOROPEN:TRUE
BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16011028T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010325T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
CLASS:PUBLIC
DTEND;TZID="W. Europe Standard Time":20270120T073000
DTSTART;TZID="W. Europe Standard Time":20270120T070000
SUMMARY;LANGUAGE=de-at:Abschluss
UID:040000008200E00074C5B7101A82E00800000000D0A9
X-ALT-DESC;FMTTYPE=text/html:<html></html>
END:VEVENT
END:VCALENDAR
"""


def crlf(text: str) -> bytes:
    """Give *text* as a file with the line ends of calendars."""
    return text.replace("\n", "\r\n").encode()


def event(uid: str, start: str, end: str = "", *more: str, title: str = "Talk") -> str:
    """Write an event: *start* and *end* are values of DTSTART and DTEND with what stands before them."""
    lines = ["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", f"DTSTART{start}"]
    lines += [f"DTEND{end}"] if end else []
    return "\n".join([*lines, *more, "END:VEVENT"])


def calendar(*events: str) -> bytes:
    """Write a calendar of *events*; the first begins at line 3."""
    return crlf("\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", *events, "END:VCALENDAR", "")))


def programme_of(talks: Iterable[tuple[str, str, int, str]], *, day: str = "20270120") -> bytes:
    """Write a file of talks: UID, start in Tokyo like "1000", minutes, title."""
    zone = ";TZID=Asia/Tokyo:"
    return calendar(
        *(
            event(uid, f"{zone}{day}T{start}00", "", f"DURATION:PT{minutes}M", title=title)
            for uid, start, minutes, title in talks
        )
    )
