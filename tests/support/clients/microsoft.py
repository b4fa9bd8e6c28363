"""Outlook and Exchange: Windows names of zones, base64, many properties of their own."""

from tests.support.clients.asked import Asked, base64, folded, local, utc

ZONE = """\
BEGIN:VTIMEZONE
TZID:Pacific Standard Time
BEGIN:STANDARD
DTSTART:16010101T020000
TZOFFSETFROM:-0700
TZOFFSETTO:-0800
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=1SU;BYMONTH=11
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:-0800
TZOFFSETTO:-0700
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=2SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""
CALENDAR = """\
BEGIN:VCALENDAR
METHOD:{method}
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
{zone}
BEGIN:VEVENT
ATTENDEE;PARTSTAT={said};CN=Anna Kis:MAILTO:{asked.attendee}
ORGANIZER;CN="Office, The":MAILTO:{asked.inbox}
COMMENT;LANGUAGE=en-US:{comment}\\n
UID:{asked.uid}
SUMMARY;LANGUAGE=en-US:Accepted: Global partners\\, part 2
DTSTART;TZID=Pacific Standard Time:{start}
DTEND;TZID=Pacific Standard Time:{end}
CLASS:PUBLIC
PRIORITY:5
DTSTAMP:{stamp}
TRANSP:OPAQUE
STATUS:CONFIRMED
SEQUENCE:{asked.sequence}
LOCATION;LANGUAGE=en-US:https://webinars.example/join/abc
X-MICROSOFT-CDO-APPT-SEQUENCE:{asked.sequence}
X-MICROSOFT-CDO-OWNERAPPTID:0
X-MICROSOFT-CDO-BUSYSTATUS:BUSY
X-MICROSOFT-CDO-INTENDEDSTATUS:BUSY
X-MICROSOFT-CDO-ALLDAYEVENT:FALSE
X-MICROSOFT-CDO-IMPORTANCE:1
X-MICROSOFT-CDO-INSTTYPE:0
X-MICROSOFT-ONLINEMEETINGEXTERNALLINK:
X-MICROSOFT-DONOTFORWARDMEETING:FALSE
X-MICROSOFT-DISALLOW-COUNTER:FALSE
X-MICROSOFT-REQUESTEDATTENDANCEMODE:DEFAULT
BEGIN:VALARM
DESCRIPTION:REMINDER
TRIGGER;RELATED=START:-PT15M
ACTION:DISPLAY
END:VALARM
END:VEVENT
END:VCALENDAR"""


def answered(asked: Asked, said: str, *, comment: str = "") -> str:
    """Answer from Outlook at a company's Exchange."""
    return _mail(asked, _calendar(asked, "REPLY", said, comment), method="REPLY")


def proposed(asked: Asked) -> str:
    """Propose another time from desktop Outlook: an hour later, beside the one that was asked for."""
    calendar = _calendar(asked, "COUNTER", "TENTATIVE", "One hour later?")
    start, end = (local(moment, "America/Los_Angeles") for moment in (asked.starts_at, asked.ends_at))
    later = calendar.replace(f"Time:{start}", "Time:20261020T060000").replace(
        f"Time:{end}", "Time:20261020T073000"
    )
    was = "".join(
        f"X-MS-OLK-ORIGINAL{name};TZID=Pacific Standard Time:{moment}\n"
        for name, moment in (("START", start), ("END", end))
    )
    return _mail(asked, later.replace("BEGIN:VALARM", f"{was}BEGIN:VALARM"), method="COUNTER")


def answered_at_home(asked: Asked, said: str) -> str:
    """Answer from outlook.com, which leaves the organizer out, and SEQUENCE too."""
    calendar = _calendar(asked, "REPLY", said, "")
    lines = [line for line in calendar.splitlines() if not line.startswith(("ORGANIZER", "SEQUENCE"))]
    return _mail(asked, "\n".join(lines), method="REPLY")


def answered_through_a_gateway(asked: Asked, said: str) -> str:
    """Answer through a server on the way that made every part it did not know an octet stream."""
    text = _mail(asked, _calendar(asked, "REPLY", said, ""), method="REPLY")
    return text.replace(
        'Content-Type: text/calendar; charset="utf-8"; method=REPLY',
        'Content-Type: application/octet-stream; name="meeting.ics"\n'
        'Content-Disposition: attachment; filename="meeting.ics"; size=1893;\n'
        '\tcreation-date="Sat, 05 Sep 2026 10:15:00 GMT"',
    )


def _calendar(asked: Asked, method: str, said: str, comment: str) -> str:
    start, end = (local(moment, "America/Los_Angeles") for moment in (asked.starts_at, asked.ends_at))
    return CALENDAR.format(
        asked=asked,
        method=method,
        said=said,
        comment=comment,
        start=start,
        end=end,
        zone=ZONE,
        stamp=utc(asked.answered_at),
    )


def _mail(asked: Asked, calendar: str, *, method: str) -> str:
    number = asked.message_number
    return f"""\
Received: from BYAPR01MB4087.prod.exchange.example (2001:db8:a03:50::{number})
 by SJ0PR01MB6240.prod.exchange.example with HTTPS; Sat, 5 Sep 2026 10:15:03 +0000
From: "Kis, Anna" <{asked.attendee}>
To: "Office, The" <{asked.inbox}>
Subject: Accepted: Global partners, part 2
Thread-Topic: Global partners, part 2
Thread-Index: AQHbHT0pY1mZzq0Kk0eU1Jx3r0V4pQ==
X-MS-Exchange-MessageSentRepresentingType: 1
Date: Sat, 5 Sep 2026 10:15:00 +0000
Message-ID:
 <BYAPR01MB4087D3F2A7C6B1E9F0A2D4C5E6F{number}@BYAPR01MB4087.prod.exchange.example>
In-Reply-To: <invitation@webinars.example>
Accept-Language: en-US
Content-Language: en-US
X-MS-Has-Attach:
X-MS-TNEF-Correlator:
Content-Type: multipart/alternative;
\tboundary="_000_BYAPR01MB4087D3F2A7C6_{number}_"
MIME-Version: 1.0

--_000_BYAPR01MB4087D3F2A7C6_{number}_
Content-Type: text/plain; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

Gr=FC=DFe aus Seattle

--_000_BYAPR01MB4087D3F2A7C6_{number}_
Content-Type: text/calendar; charset="utf-8"; method={method}
Content-Transfer-Encoding: base64

{base64(folded(calendar))}
--_000_BYAPR01MB4087D3F2A7C6_{number}_--
"""
