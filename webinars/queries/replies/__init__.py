"""Replies: the organiser's queue, one by its key, and answers counted.

A page shows the queue by `waiting_replies` (one `Queue` or all), a badge by `waiting_counts`, the question of
a mailed link by `reply_by_key`, the sums by `answers_by_part_and_city`.
"""

from webinars.queries.replies.counting import AnswerCount, answers_by_part_and_city
from webinars.queries.replies.waiting import (
    Queue,
    WaitingReply,
    reply_by_key,
    waiting_counts,
    waiting_replies,
)

__all__ = [
    "AnswerCount",
    "Queue",
    "WaitingReply",
    "answers_by_part_and_city",
    "reply_by_key",
    "waiting_counts",
    "waiting_replies",
]
