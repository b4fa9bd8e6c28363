"""Google Calendar: three forms of one calendar, UTC, everything it knows of the event sent back."""

from tests.support.clients.asked import Asked, base64, folded, quoted, utc

TEXT = "Anna Kiš has answered this invitation."
HTML = '<span itemscope itemtype="http://schema.example/InformAction">Anna Kiš has answered.</span>'
MAIL = """\
Delivered-To: {asked.inbox}
Received: from mail-sor-f69.google.example (mail-sor-f69.google.example. [192.0.2.69])
        by mx.webinars.example with SMTPS id 38308e7fff4ca{number}
        for <{asked.inbox}>; Sat, 05 Sep 2026 03:15:01 -0700 (PDT)
MIME-Version: 1.0
Reply-To: =?UTF-8?B?QW5uYSBLacWh?= <{asked.attendee}>
Sender: Google Calendar <calendar-notification@google.example>
Message-ID: <calendar-6f1a2c9e-{number}@google.example>
Date: Sat, 05 Sep 2026 10:15:00 +0000
Subject: {verb}: Global partners, part 2 @ Tue Oct 20, 2026
From: =?UTF-8?B?QW5uYSBLacWh?= <{asked.attendee}>
To: {asked.inbox}
Content-Type: multipart/mixed; boundary="000000000000a1b2c3061f{number}"

--000000000000a1b2c3061f{number}
Content-Type: multipart/alternative; boundary="000000000000a1b2c1061f{number}"

--000000000000a1b2c1061f{number}
Content-Type: text/plain; charset="UTF-8"; format=flowed; delsp=yes
Content-Transfer-Encoding: base64

{text}
--000000000000a1b2c1061f{number}
Content-Type: text/html; charset="UTF-8"
Content-Transfer-Encoding: quoted-printable

{html}
--000000000000a1b2c1061f{number}
Content-Type: text/calendar; charset="UTF-8"; method={method}
Content-Transfer-Encoding: quoted-printable

{part}
--000000000000a1b2c1061f{number}--

--000000000000a1b2c3061f{number}
Content-Type: application/ics; name="invite.ics"
Content-Disposition: attachment; filename="invite.ics"
Content-Transfer-Encoding: base64

{attached}
--000000000000a1b2c3061f{number}--
"""


def answered(asked: Asked, said: str, *, comment: str = "") -> str:
    """Answer from Gmail or the calendar's page."""
    note = f';X-RESPONSE-COMMENT="{comment}"' if comment else ""
    return _mail(asked, _calendar(asked, "REPLY", said, note), method="REPLY", verb="Accepted")


def proposed(asked: Asked) -> str:
    """Propose another time, an hour later, with a note."""
    calendar = _calendar(asked, "COUNTER", "TENTATIVE", "")
    later = calendar.replace(f"DTSTART:{utc(asked.starts_at)}", "DTSTART:20261020T130000Z")
    later = later.replace(
        f"DTEND:{utc(asked.ends_at)}", "DTEND:20261020T143000Z\nCOMMENT:An hour later\\, please"
    )
    return _mail(asked, later, method="COUNTER", verb="Proposed new time")


def _calendar(asked: Asked, method: str, said: str, note: str) -> str:
    return f"""\
BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:{method}
BEGIN:VEVENT
DTSTART:{utc(asked.starts_at)}
DTEND:{utc(asked.ends_at)}
DTSTAMP:{utc(asked.answered_at)}
ORGANIZER;CN=The office:mailto:{asked.inbox}
UID:{asked.uid}
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={said};CN=Anna Kiš;X-NUM-GUESTS=0
 {note}:mailto:{asked.attendee}
X-MICROSOFT-CDO-OWNERAPPTID:1830273049
CREATED:20260901T093000Z
DESCRIPTION:Join: https://webinars.example/join/abc\\n\\nTokyo · Paris · Bogotá
LAST-MODIFIED:{utc(asked.answered_at)}
LOCATION:https://webinars.example/join/abc
SEQUENCE:{asked.sequence}
STATUS:CONFIRMED
SUMMARY:Global partners\\, part 2
TRANSP:OPAQUE
END:VEVENT
END:VCALENDAR"""


def _mail(asked: Asked, calendar: str, *, method: str, verb: str) -> str:
    file = folded(calendar)
    return MAIL.format(
        asked=asked,
        method=method,
        verb=verb,
        number=asked.message_number,
        text=base64(TEXT),
        html=quoted(HTML),
        part=quoted(file),
        attached=base64(file),
    )
