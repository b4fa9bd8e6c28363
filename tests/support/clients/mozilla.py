"""Thunderbird: quoted-printable, no charset in the type, a vendor's path before the zone, and a file."""

from tests.support.clients.asked import Asked, base64, folded, local, quoted, utc

CALENDAR = """\
BEGIN:VCALENDAR
PRODID:-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN
VERSION:2.0
METHOD:REPLY
BEGIN:VEVENT
CREATED:20260901T093000Z
LAST-MODIFIED:{stamp}
DTSTAMP:{stamp}
UID:{asked.uid}
SUMMARY:Global partners\\, part 2 – 東京
ORGANIZER;CN=The office:mailto:{asked.inbox}
ATTENDEE;RSVP=TRUE;CN=Anna Kiš;PARTSTAT={said};ROLE=REQ-PARTICIPANT:mailto:{asked.attendee}
DTSTART;TZID=/mozilla.org/20050126_1/Asia/Kathmandu:{start}
DTEND;TZID=/mozilla.org/20050126_1/Asia/Kathmandu:{end}
SEQUENCE:{asked.sequence}
X-MOZ-RECEIVED-SEQUENCE:{asked.sequence}
X-MOZ-RECEIVED-DTSTAMP:20260901T093000Z
X-MOZ-INVITED-ATTENDEE:mailto:{asked.attendee}
END:VEVENT
END:VCALENDAR"""
MAIL = """\
Message-ID: <0a4f8f0c-0f5e-4c1d-9a77-{number:012}@city.example>
Date: Sat, 5 Sep 2026 16:00:00 +0545
MIME-Version: 1.0
User-Agent: Mozilla Thunderbird
Content-Language: en-US
To: {asked.inbox}
From: =?UTF-8?Q?Anna_Ki=C5=A1?= <{asked.attendee}>
Subject: Invitation Accepted: Global partners, part 2
Content-Type: multipart/mixed;
 boundary="------------0Tn5mJ8qJcR0{number}"

This is a multi-part message in MIME format.
--------------0Tn5mJ8qJcR0{number}
Content-Type: multipart/alternative;
 boundary="------------Xw0g3c2m9Lz1{number}"

--------------Xw0g3c2m9Lz1{number}
Content-Type: text/plain; charset=UTF-8; format=flowed
Content-Transfer-Encoding: 8bit

Anna Kiš <{asked.attendee}> has accepted your event invitation.
--------------Xw0g3c2m9Lz1{number}
Content-Type: text/calendar; method=REPLY
Content-Transfer-Encoding: quoted-printable

{part}
--------------Xw0g3c2m9Lz1{number}--

--------------0Tn5mJ8qJcR0{number}
Content-Type: application/ics; name="invite.ics"
Content-Disposition: attachment; filename="invite.ics"
Content-Transfer-Encoding: base64

{attached}
--------------0Tn5mJ8qJcR0{number}--
"""


def answered(asked: Asked, said: str) -> str:
    """Answer from Thunderbird."""
    start, end = (local(moment, "Asia/Kathmandu") for moment in (asked.starts_at, asked.ends_at))
    calendar = CALENDAR.format(asked=asked, said=said, start=start, end=end, stamp=utc(asked.answered_at))
    file = folded(calendar)
    return MAIL.format(asked=asked, number=asked.message_number, part=quoted(file), attached=base64(file))
