"""Webinars: online seminars in parts across time zones, and calendars that stay right."""
