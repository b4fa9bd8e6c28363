"""The words of the log: nouns, verbs and fields as people read them; others stay as they are stored."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from webinars.web.organise.record_values import seat_words, value_words

NOUNS = {
    "account": _l("account"),
    "availability": _l("availability"),
    "city": _l("city"),
    "city_hours": _l("hours"),
    "delegation": _l("delegation"),
    "invitation": _l("invitation"),
    "message": _l("message"),
    "notice": _l("letter"),
    "presentation": _l("presentation"),
    "presenter": _l("presenter"),
    "registration": _l("registration"),
    "rehearsal": _l("rehearsal"),
    "seminar": _l("seminar"),
    "seminar_plan": _l("plan"),
    "series": _l("series"),
    "session": _l("part"),
    "slot": _l("slot"),
    "theme": _l("theme"),
}
VERBS = {
    "accepted proposal": _l("accepted the proposed time of"),
    "added": _l("added"),
    "allowed one sign-in of": _l("given a link that signs in once"),
    "answered": _l("answered"),
    "applied": _l("applied"),
    "approved": _l("approved"),
    "archived": _l("archived"),
    "asked to": _l("asked people to come to"),
    "asked for hours": _l("asked for its hours"),
    "assigned": _l("asked to present"),
    "cancelled": _l("cancelled"),
    "changed": _l("changed"),
    "changed password": _l("password changed"),
    "changed role": _l("role changed"),
    "changed parts": _l("changed parts"),
    "confirmed address": _l("confirmed the new address"),
    "confirmed": _l("confirmed"),
    "corrected": _l("asked for another address"),
    "created": _l("created"),
    "duplicated": _l("duplicated"),
    "edited": _l("edited"),
    "handed over": _l("handed over"),
    "held": _l("held"),
    "imported": _l("taken over from a calendar file"),
    "invited": _l("invited"),
    "kept clock of": _l("kept at its wall clock"),
    "kept instant of": _l("kept at its instant"),
    "moved up": _l("moved up from the waiting list"),
    "moved": _l("moved"),
    "nominated": _l("named by the city"),
    "offered": _l("offered to a colleague"),
    "placed": _l("given a slot"),
    "proposed swap": _l("asked to change places"),
    "published": _l("published"),
    "refused": _l("refused"),
    "refused proposal": _l("refused the proposed time of"),
    "refused swap": _l("was refused to change places"),
    "registered": _l("registered"),
    "released": _l("released"),
    "reminded": _l("reminded"),
    "reminded of hours": _l("reminded to say its hours"),
    "removed": _l("removed"),
    "removed second factor of": _l("second factor taken off"),
    "reordered": _l("reordered"),
    "restored": _l("restored"),
    "retried": _l("tried again"),
    "started reminders of": _l("wants reminders again"),
    "stopped reminders of": _l("wants no reminders"),
    "set up second factor": _l("second factor set up"),
    "signed in once": _l("signed in by a link"),
    "sent again": _l("sent the invitation again"),
    "saw clocks of": _l("confirmed with new clocks elsewhere"),
    "sent": _l("sent"),
    "sent link": _l("had the link sent again"),
    "swapped": _l("changed places"),
    "took people off": _l("took people off"),
    "turned off second factor": _l("second factor turned off"),
    "unarchived": _l("taken out of the archive"),
    "withdrawn": _l("withdrawn"),
    "withdrew swap": _l("took back the question to change places"),
}
FIELDS = {
    "absences": _l("Absences"),
    "active": _l("May sign in"),
    "answer": _l("Answer"),
    "answer_by": _l("Answer by"),
    "answer_comment": _l("Reason"),
    "applied_at": _l("Applied (UTC)"),
    "attend": _l("Parts to attend"),
    "audience": _l("For whom"),
    "biography": _l("Biography"),
    "capacity": _l("Seats"),
    "city_id": _l("City"),
    "comment": _l("Comment"),
    "contact_email": _l("E-mail for questions"),
    "contact_office": _l("Office for questions"),
    "contact_phone": _l("Telephone for questions"),
    "country": _l("Country"),
    "days_off": _l("Days off"),
    "delegation_id": _l("Delegation"),
    "edition": _l("Edition"),
    "email": _l("E-mail address"),
    "ends_at": _l("End (UTC)"),
    "first_date": _l("First date"),
    "focal_email": _l("Address of the focal point"),
    "focal_language": _l("Language of the focal point"),
    "focal_name": _l("Focal point"),
    "gap": _l("Minutes between parts"),
    "grid": _l("Minutes between possible starts"),
    "handed_over_to": _l("Handed over to"),
    "holidays": _l("Holidays"),
    "host_city_id": _l("City of the host"),
    "second_host_city_id": _l("City of the second host"),
    "host_name": _l("Host"),
    "hours": _l("Hours"),
    "introduction": _l("Introduction"),
    "join_url": _l("Join link"),
    "key": _l("Short name"),
    "kind": _l("What happens"),
    "language": _l("Language"),
    "languages": _l("Languages spoken"),
    "last_date": _l("Last date"),
    "local_start": _l("Start"),
    "minutes": _l("Minutes"),
    "name": _l("Name"),
    "objective": _l("Fairness"),
    "offered_to": _l("Offered to"),
    "order": _l("Order"),
    "parts": _l("Lengths of the parts in minutes"),
    "pending_email": _l("Address to be confirmed"),
    "places": _l("Places"),
    "position": _l("Place"),
    "people": _l("People"),
    "presence": _l("Presence"),
    "presenter_email": _l("Address of the presenter"),
    "presenter_name": _l("Presenter"),
    "presenters_edit_until": _l("Presenters edit until"),
    "recipients": _l("Letters"),
    "registration_closes_at": _l("Registration closes (UTC)"),
    "registration_mode": _l("Registration"),
    "reminder_minutes": _l("Reminders"),
    "rehearsal_id": _l("Rehearsal"),
    "role": _l("Role"),
    "series_id": _l("Series"),
    "session_id": _l("Part"),
    "slot_id": _l("Slot"),
    "slot_minutes": _l("Minutes of a talk"),
    "slug": _l("Short name"),
    "sort_key": _l("Sorted as"),
    "span_days": _l("Dates for all parts"),
    "speaker": _l("Speaker"),
    "split_reason": _l("Why there are several parts"),
    "starts_at": _l("Start (UTC)"),
    "subject": _l("Subject"),
    "state": _l("State"),
    "swap_with": _l("Changes places with"),
    "text": _l("Message"),
    "theme": _l("Theme"),
    "theme_id": _l("Theme"),
    "title": _l("Title"),
    "zone": _l("Time zone"),
    "zone_version": _l("Zone database"),
}


def noun_words(noun: str) -> str:
    """Return what a record is about."""
    return str(NOUNS.get(noun, noun.replace("_", " ")))


def verb_words(verb: str) -> str:
    """Return what was done."""
    return str(VERBS.get(verb, verb))


def changed_lines(noun: str, changes: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    """Return each changed field of a *noun* in words: its name, before, after."""
    return tuple(
        (
            str(FIELDS.get(field, field.replace("_", " "))),
            _value(noun, field, before),
            _value(noun, field, after),
        )
        for field, (before, after) in changes.items()
    )


def _value(noun: str, field: str, value: object) -> str:
    # A registration is also changed in its parts, each by its own key.
    if noun == "registration" and field not in FIELDS:
        return seat_words(value)
    return value_words(noun, field, value)
