"""Spans of time, as tests of letters and answers count with them."""

from datetime import timedelta

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
