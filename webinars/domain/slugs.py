"""Short names as they stand in addresses: lower-case ASCII, words joined by hyphens."""

from collections.abc import Collection

LONGEST = 80


def slug_of(sort_key: str) -> str:
    """Return the short name of what is sorted by *sort_key* (lower-case ASCII with single blanks)."""
    return sort_key.replace(" ", "-")[:LONGEST].strip("-")


def free_slug(sort_key: str, taken: Collection[str]) -> str:
    """Return the short name of *sort_key*, numbered from 2 on when it is *taken*."""
    base = slug_of(sort_key)
    number, slug = 2, base
    while slug in taken:
        slug = f"{base[: LONGEST - 4]}-{number}"
        number += 1
    return slug
