"""Every change that docs/calendars.md lists: read from there, performed, and what goes out then."""
