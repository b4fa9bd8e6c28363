"""Mails that nobody would send: the world's answers, damaged in every way, by a fixed seed."""

from base64 import encodebytes
from collections.abc import Callable, Iterator
from dataclasses import replace
from email import message_from_bytes
from random import Random

from tests.support.clients import Asked, forms

CHARSETS = (
    *("utf-8", "us-ascii", "iso-8859-1", "utf-16", "utf-7", "utf-32", "idna", "punycode", "hz", "big5"),
    *("zlib", "rot13", "unicode_escape", "cp037", "klingon", "\x00", "x" * 300, "iso-2022-jp", "undefined"),
)
RULES = (
    "RRULE:FREQ=SECONDLY",
    "RRULE:FREQ=SECONDLY;INTERVAL=1;COUNT=999999999999",
    "RRULE:FREQ=YEARLY;BYSECOND=" + ",".join(map(str, range(60))) + ";UNTIL=99991231T235959Z",
    "RDATE:" + ",".join(["20261020T120000Z"] * 400),
    "EXRULE:FREQ=DAILY;BYHOUR=" + ",".join(["1"] * 400),
    "DTSTART;TZID=Nowhere/Land:99999999T999999",
    "DTSTART;TZID=" + "A/" * 300 + ":20261020T120000",
    "DURATION:P" + "9" * 40 + "W",
    "RECURRENCE-ID;RANGE=THISANDFUTURE:20261020T120000Z",
    "SEQUENCE:" + "9" * 300,
    "ATTENDEE;PARTSTAT=ACCEPTED:mailto:eve@city.example",
    "ATTENDEE" + ";X=1" * 500 + ":mailto:anna@city.example",
    "COMMENT:\x00\x08\x1b]0;x\x07 ' OR 1=1 -- {{7*7}} %s %(x)s",
)
ZONE_BOMB = (
    "BEGIN:VTIMEZONE\r\nTZID:Pacific Standard Time\r\nBEGIN:STANDARD\r\nDTSTART:00010101T000000\r\n"
    "TZOFFSETFROM:+9999\r\nTZOFFSETTO:-9999\r\nRRULE:FREQ=SECONDLY\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)
LONG_FOLDS = "X-LONG:" + "\r\n ".join("y" * 900)
Mutation = Callable[[Random, bytes], bytes]


def mutated(count: int, *, seed: int, asked: Asked, other: Asked) -> Iterator[bytes]:
    """Yield *count* answers of *asked*, each with one to three damages, among them things of *other*."""
    random = Random(seed)
    mails = [form.mail for form in forms(asked).values()]
    calendars = [_calendar_in(mail) for mail in mails]
    for number in range(count):
        mail = random.choice(mails)
        if random.random() < 0.5:
            mail = _bare(random, random.choice(calendars), asked, number)
        if random.random() < 0.3:
            mail = _stolen(random, mail, asked, other)
        for mutate in random.sample(MUTATIONS, k=random.randint(1, 3)):
            mail = mutate(random, mail)
        yield mail


def _calendar_in(mail: bytes) -> list[str]:
    payloads = (part.get_payload(decode=True) for part in message_from_bytes(mail).walk())
    found = next(each for each in payloads if isinstance(each, bytes) and b"BEGIN:VCALENDAR" in each)
    return found.decode().split("\r\n")


def _bare(random: Random, calendar: list[str], asked: Asked, number: int) -> bytes:
    """Damage the lines of a calendar, and send it as the whole of a mail."""
    lines = list(calendar)
    for _ in range(random.randint(0, 3)):
        place = random.randrange(len(lines))
        more = [random.choice(RULES), lines[place], ZONE_BOMB, "BEGIN:VEVENT", LONG_FOLDS]
        lines.insert(place, random.choice(more))
    return (
        f"From: {asked.attendee}\r\nTo: {asked.inbox}\r\nMessage-ID: <bare-{number}@city.example>\r\n"
        f"Content-Type: text/calendar; charset={random.choice(CHARSETS)}; method=REPLY\r\n\r\n"
    ).encode() + "\r\n".join(lines).encode()


def _stolen(random: Random, mail: bytes, asked: Asked, other: Asked) -> bytes:
    """Put one or two of the three things that prove a person into the answer of another."""
    pairs = [(asked.uid, other.uid), (asked.attendee, other.attendee), (asked.inbox, other.inbox)]
    for mine, theirs in random.sample(pairs, k=random.randint(1, 2)):
        mail = mail.replace(mine.encode(), theirs.encode())
    return mail


def _flip(random: Random, mail: bytes) -> bytes:
    content = bytearray(mail)
    for _ in range(random.randint(1, 30)):
        content[random.randrange(len(content))] = random.randrange(256)
    return bytes(content)


def _cut(random: Random, mail: bytes) -> bytes:
    start, end = sorted(random.sample(range(len(mail)), 2))
    return random.choice([mail[:end], mail[start:] or mail, mail[:start] + mail[end:]]) or mail


def _repeat_lines(random: Random, mail: bytes) -> bytes:
    lines = mail.split(b"\n")
    place = random.randrange(len(lines))
    lines[place:place] = lines[place : place + random.randint(1, 5)] * random.randint(1, 40)
    return b"\n".join(lines)


def _shuffle_lines(random: Random, mail: bytes) -> bytes:
    lines = mail.split(b"\n")
    start = random.randrange(len(lines))
    some = lines[start : start + 6]
    random.shuffle(some)
    lines[start : start + 6] = some
    return b"\n".join(lines)


def _swap_charset(random: Random, mail: bytes) -> bytes:
    return mail.replace(b"utf-8", random.choice(CHARSETS).encode()).replace(
        b"UTF-8", random.choice(CHARSETS).encode()
    )


def _damage_header(random: Random, mail: bytes) -> bytes:
    name = random.choice(
        [b"Content-Type", b"Content-Transfer-Encoding", b"Message-ID", b"From", b"To", b"boundary"]
    )
    damage = random.choice(
        [
            *(
                name + b"*0",
                name + b":\x00",
                b"X" + name,
                name.upper(),
                name + b": a\r\n " + name,
                b"\xff" + name,
            ),
            *(
                name + b":" + b"(" * 3000,
                name + b":" + b";a*1*=x" * 300,
                name + b': "\\',
                name + b":" + b"=?x?q?" * 300,
            ),
            *(name + b": x-uuencode\r\n" + name, name + b"*=a; boundary*0=b; " + name),
        ]
    )
    return mail.replace(name, damage, random.randint(1, 3))


def _nest(random: Random, mail: bytes) -> bytes:
    """Put the mail into mails within mails, or parts within parts, three or three hundred deep."""
    for level in range(random.choice([1, 3, 14, 300])):
        if random.random() < 0.5:
            mail = b"Content-Type: message/rfc822\r\n\r\n" + mail
        else:
            mail = b'Content-Type: multipart/digest; boundary="%d"\r\n\r\n--%d\r\n%b\r\n--%d--' % (
                level,
                level,
                mail,
                level,
            )
    return mail


def _grow(random: Random, mail: bytes) -> bytes:
    place = random.randrange(len(mail))
    kind = random.choice(
        [b" \r\n", b"x", b"\r\n x", b"\n", b"--b\r\n", b";", b"=\r\n", b"\x00", encodebytes(b"y" * 500)]
    )
    size = random.choice([50, 200, 500, 1_000, 4_000, 20_000, 60_000]) // max(len(kind), 8)
    return mail[:place] + kind * size + mail[place:]


def _as_report(random: Random, mail: bytes) -> bytes:
    """Call it a report of a letter that came back."""
    kind = random.choice(
        [b"message/delivery-status", b"message/global-delivery-status", b"text/rfc822-headers"]
    )
    fields = b"\r\n\r\nFinal-Recipient: rfc822; anna@city.example\r\nAction: failed\r\n\r\n"
    return mail.replace(b"text/plain", kind).replace(b"text/html", kind).replace(b"\n\n", fields, 3)


MUTATIONS: list[Mutation] = [
    *(_flip, _cut, _repeat_lines, _shuffle_lines, _swap_charset, _damage_header, _nest, _grow, _as_report),
]
BEN = replace(
    Asked(),
    uid="11111111-2222-4333-8444-555555555555@webinars.example",
    attendee="ben@city.example",
    inbox="rsvp+BenBenBenBenBenBenBenB@webinars.example",
)
