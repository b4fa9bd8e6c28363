"""Apple: Calendar on a Mac, and iCloud, which writes for its people."""

from tests.support.clients.asked import Asked, base64, folded, local, utc

MAC = """\
BEGIN:VCALENDAR
CALSCALE:GREGORIAN
VERSION:2.0
METHOD:REPLY
PRODID:-//Apple Inc.//macOS 14.6//EN
BEGIN:VTIMEZONE
TZID:Europe/Paris
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
DTSTART:19810329T020000
TZNAME:UTC+2
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
DTSTART:19961027T030000
TZNAME:UTC+1
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:{asked.uid}
DTEND;TZID=Europe/Paris:{end}
ORGANIZER;CN="The office":MAILTO:{asked.inbox}
TRANSP:OPAQUE
ATTENDEE;CN="Anna Kiš";CUTYPE=INDIVIDUAL;EMAIL="{asked.attendee}";
 PARTSTAT={said};ROLE=REQ-PARTICIPANT:MAILTO:{asked.attendee}
SEQUENCE:{asked.sequence}
SUMMARY:Global partners\\, part 2
X-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC
DTSTART;TZID=Europe/Paris:{start}
DTSTAMP:{stamp}
CREATED:20260901T093000Z
END:VEVENT
END:VCALENDAR"""


def answered_from_a_mac(asked: Asked, said: str) -> str:
    """Answer from Calendar on a Mac: by the account that sends, whatever address was invited."""
    start, end = (local(moment, "Europe/Paris") for moment in (asked.starts_at, asked.ends_at))
    calendar = MAC.format(asked=asked, said=said, start=start, end=end, stamp=utc(asked.answered_at))
    return _apple_mail(
        asked, folded(calendar), sender="anna.kis@me.example", mailer="Apple Mail (2.3774.600.62)"
    )


def answered_at_icloud(asked: Asked, said: str) -> str:
    """Answer from an iPhone: iCloud writes, and the attendee is a path with the address beside it."""
    calendar = f"""\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//CALENDARSERVER.ORG//NONSGML Version 1//EN
METHOD:REPLY
BEGIN:VEVENT
UID:{asked.uid}
DTSTART:{utc(asked.starts_at)}
DTEND:{utc(asked.ends_at)}
ATTENDEE;CN=Anna Kiš;CUTYPE=INDIVIDUAL;EMAIL={asked.attendee};
 PARTSTAT={said};X-RESPONSE-COMMENT="See you, ^'Anna^'":/aMjM0NTY3ODkwMTIzNDU2N/principal/
DTSTAMP:{utc(asked.answered_at)}
ORGANIZER;CN=The office;EMAIL={asked.inbox}:mailto:{asked.inbox}
REQUEST-STATUS:2.0;Success
SEQUENCE:{asked.sequence}
SUMMARY:Global partners\\, part 2
END:VEVENT
END:VCALENDAR"""
    return _apple_mail(asked, folded(calendar), sender="noreply@icloud.example", mailer="iCloud Calendar")


def _apple_mail(asked: Asked, calendar: str, *, sender: str, mailer: str) -> str:
    number = asked.message_number
    return f"""\
From: =?utf-8?Q?Anna_Ki=C5=A1?= <{sender}>
Content-Type: multipart/alternative;
 boundary="Apple-Mail=_6E0B6E0E-2A8B-4C7A-9C39-{number:012}"
Mime-Version: 1.0 (Mac OS X Mail 16.0 \\({mailer}\\))
Date: Sat, 5 Sep 2026 12:15:00 +0200
Subject: Accepted: Global partners, part 2
Message-Id: <D7F0A5F1-6A5D-4A3E-8B9E-{number:012}@me.example>
To: The office <{asked.inbox}>
X-Mailer: {mailer}


--Apple-Mail=_6E0B6E0E-2A8B-4C7A-9C39-{number:012}
Content-Transfer-Encoding: 7bit
Content-Type: text/plain;
\tcharset=us-ascii

Anna has accepted the invitation.

--Apple-Mail=_6E0B6E0E-2A8B-4C7A-9C39-{number:012}
Content-Transfer-Encoding: base64
Content-Type: text/calendar; method=REPLY; name="iCal-20260905-121500.ics"; charset=utf-8

{base64(calendar)}
--Apple-Mail=_6E0B6E0E-2A8B-4C7A-9C39-{number:012}--
"""
