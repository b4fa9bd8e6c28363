"""What the page of an application says of the committee: reviews, conflicts, the discussion, the decision."""

from dataclasses import dataclass

from webinars.models.calls import Application, ApplicationState, Call
from webinars.queries.committees import criteria_of
from webinars.queries.reviews import conflicts_on, opinions_on, remarks_on
from webinars.web.organise.decisions_words import Decided, decided
from webinars.web.reader import language, reader_zone
from webinars.web.reviews_forms import RemarkForm
from webinars.web.reviews_words import OpinionRow, RemarkRow, opinion_rows, remark_rows
from webinars.web.spreads import Spread, spread_of


@dataclass(frozen=True)
class Committee:
    """What a committee said of one application; *conflicts* are who stands back, and why."""

    criteria: tuple[str, ...]
    rows: tuple[OpinionRow, ...]
    spread: Spread | None
    conflicts: tuple[tuple[str, str], ...]
    remarks: tuple[RemarkRow, ...]
    decided: Decided
    form: RemarkForm


def committee_of(application: Application, call: Call) -> Committee | None:
    """Return what the committee says of an application (its cohort loaded); five statements.

    None, without any, for a draft: the committee has not seen it.
    """
    if application.state is ApplicationState.DRAFT:
        return None
    criteria = criteria_of(call.id)
    opinions = opinions_on(application, criteria)
    means = {one.reviewer.id: one.mean for one in opinions if one.mean is not None}
    return Committee(
        criteria=tuple(one.name.best(language()) for one in criteria),
        rows=opinion_rows(opinions, criteria),
        spread=spread_of(means, call.most_points),
        conflicts=tuple((one.reviewer.name, one.comment) for one in conflicts_on(application)),
        remarks=remark_rows(remarks_on(application), reader_zone(call.zone) or call.zone),
        decided=decided(application),
        form=RemarkForm(formdata=None),
    )
