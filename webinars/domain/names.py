"""What a seminar is called, the same in letters, calendars and pages."""

from webinars.domain.texts import LocalizedText


def seminar_name(
    language: str, *, series: LocalizedText | None, edition: int | None, theme: LocalizedText, slug: str
) -> str:
    """Return the short name: series and edition where there are both, else the theme."""
    name = series.best(language) if series else ""
    if name and edition:
        return f"{name} {edition}"
    return theme.best(language) or name or slug
