"""Mail servers that send a letter back, as Postfix writes it."""

LETTER_ID = "<n17.0c1f5e@webinars.example>"
RETURNED = f"""\
Message-ID: {LETTER_ID}
From: The office <webinars@webinars.example>
To: anna@city.example
Subject: Global partners, part 2
Auto-Submitted: auto-generated
Content-Type: text/calendar; method=REQUEST; charset=UTF-8

BEGIN:VCALENDAR
METHOD:REQUEST
END:VCALENDAR
"""
FAILED = """\
Final-Recipient: rfc822; anna@city.example
Original-Recipient: rfc822;anna@city.example
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.city.example
Diagnostic-Code: smtp; 550 5.1.1 <anna@city.example>: Recipient address
    rejected: User unknown"""


def report(
    fields: str, *, returned: str = RETURNED, kind: str = "message/rfc822", sort: str = "message/"
) -> bytes:
    """Give a report as Postfix writes it."""
    return f"""\
Return-Path: <>
From: MAILER-DAEMON@mx.webinars.example (Mail Delivery System)
To: webinars@webinars.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Message-Id: <20260905101501.4F1B3@mx.webinars.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4F1B3.1788603301/mx.webinars.example"

This is a MIME-encapsulated message.

--4F1B3.1788603301/mx.webinars.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.webinars.example.

--4F1B3.1788603301/mx.webinars.example
Content-Description: Delivery report
Content-Type: {sort}delivery-status

Reporting-MTA: dns; mx.webinars.example
X-Postfix-Queue-ID: 4F1B3
Arrival-Date: Sat,  5 Sep 2026 10:15:00 +0000 (UTC)

{fields}

--4F1B3.1788603301/mx.webinars.example
Content-Description: Undelivered Message
Content-Type: {kind}

{returned}
--4F1B3.1788603301/mx.webinars.example--
""".encode()
