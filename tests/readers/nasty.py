"""What people type, or paste, or send to do harm; and what of it a calendar is to show.

The normalisation is stated here a second time, on purpose without the code that does it.
"""

import unicodedata

LINE_BREAKS = ("\r\n", "\n", "\r", "\x85", "\u2028", "\u2029")
FAMILY = "👩🏽‍👩🏻‍👧🏿‍👦🏼"  # four people, four skins, three joiners: 41 octets, one glyph
TEXTS = {
    "line breaks of every kind": "One" + "two".join(LINE_BREAKS) + "three",
    "an injected property": "Talk\r\nATTENDEE:mailto:evil@example.org\r\nX-EVIL:1",
    "an injected event": "Talk\nEND:VEVENT\nBEGIN:VEVENT\nUID:evil\nEND:VEVENT\n",
    "an injected fold": "Talk\r\n \r\n\tX-EVIL:1",
    "an injected escape": "Talk\\nX-EVIL:1\\\\n\\N\\;\\,\\",
    "an injected parameter": 'Talk";X-EVIL=1:mailto:evil@example.org',
    "control characters": f"a{''.join(map(chr, (*range(32), *range(127, 160))))}b",
    "half a surrogate pair": "a\ud83db\udc68c",
    "no characters": "a\ufffeb\uffffc",
    "ten thousand characters": "0123456789" * 1000,
    "ten thousand characters of three octets": "東京都国際局" * 1666 + "東京都国",
    "ten thousand characters to escape": ";,\\\n" * 2500,
    "emoji of one and of many characters": f"{FAMILY} 🗼 🇯🇵 ❤️ 1️⃣ " * 20,
    "quotes": "\"double\" 'single' “curly” „low“ «angle» `back`",
    "carets": "^ ^^ ^n ^' ^\" ^^n caret^",
    "punctuation": "a;b,c:d=e\\f|g<h>i&j%20k#l?m",
    "right to left": "\u200fשלום\u200e \u202eevil\u202c \u2067مرحبا\u2069 \u061c",
    "combining and invisible": "e\u0301 a\u200bb\u200cc\u200dd\u2060e\ufefff \u00adg\u034fh",
    "spaces": "a  b\u00a0c\u2003d\u3000e\tf",
    "what looks like iCalendar": "BEGIN:VCALENDAR END:VCALENDAR =?UTF-8?Q?=41?= &amp; %s {0} {{ x }}",
}  # fmt: skip
# At each of these lengths another octet of the emoji stands at the fold.
TEXTS |= {f"an emoji after {before} letters": "x" * before + FAMILY * 3 for before in range(52, 80, 3)}


def paragraphs_of(typed: str) -> str:
    """Return what a text of several lines shows of *typed*: breaks as \\n, spaces for tabs, no controls."""
    for line_break in LINE_BREAKS:
        typed = typed.replace(line_break, "\n")
    return "".join(_shown(character) for character in typed)


def one_line_of(typed: str) -> str:
    """Return what a text of one line shows of *typed*: spaces for breaks, none at its ends."""
    return paragraphs_of(typed).replace("\n", " ").strip()


def name_of(typed: str) -> str:
    """Return what the name of a person shows of *typed*: no quotation mark and no backslash."""
    return one_line_of(typed).replace('"', "'").replace("\\", "/")


def _shown(character: str) -> str:
    if character in "\n\t":
        return character.replace("\t", " ")
    is_shown = unicodedata.category(character) not in {"Cc", "Cs"} and character not in "\ufffe\uffff"
    return character if is_shown else ""
