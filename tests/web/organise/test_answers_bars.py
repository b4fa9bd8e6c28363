"""The bars of answers: every answer is seen, and the whole is as wide as the drawing."""

from webinars.models import Answer
from webinars.web.organise.answers_bars import WIDTH, Segment, bar_of


def test_one_answer_among_thousands_is_still_drawn() -> None:
    bar = bar_of({Answer.ACCEPTED: 9999, Answer.TENTATIVE: 0, Answer.DECLINED: 1})
    assert bar.segments == (Segment("accepted", 0.0, 590.9), Segment("declined", 593.9, 6.1))


def test_nobodys_answers_draw_nothing() -> None:
    assert bar_of(dict.fromkeys(Answer, 0)).segments == ()


def test_the_whole_bar_is_as_wide_as_the_drawing() -> None:
    last = bar_of({Answer.ACCEPTED: 1, Answer.TENTATIVE: 1, Answer.NEEDS_ACTION: 1}).segments[-1]
    assert abs(last.x + last.width - WIDTH) < 0.5
