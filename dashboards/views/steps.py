"""How a trainee's state is put before them: the next step as words and one address, the checklist as rows."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.models.attempts import Attempt
from certificates.domain.completion import CASE_KEY, CheckItem
from certificates.enums import ItemState
from certificates.models.pledges import Pledge
from dashboards.domain.home import Attended, Home

ACTIONS = {
    "module": gettext_lazy("Go on studying"),
    "result": gettext_lazy("Go to the examination"),
    "pledge": gettext_lazy("Read and sign"),
}


def greeting(name: str, at: datetime) -> str:
    """A greeting by the time of day."""
    hour = timezone.localtime(at).hour
    if hour < 11:
        return _("Good morning, %(name)s") % {"name": name}
    if hour < 18:
        return _("Good afternoon, %(name)s") % {"name": name}
    return _("Good evening, %(name)s") % {"name": name}


def next_step(home: Home, at: datetime) -> dict[str, Any]:
    """The one thing to do, as `_parts/next_step.html` takes it; without an address where others must act first."""
    if home.running is not None:
        return {
            "title": home.running.sitting.name,
            "text": _("Your examination is under way. The clock does not stop."),
            "due": _("Ends at %(time)s") % {"time": formats.time_format(timezone.localtime(home.running.due_at))},
            "url": reverse("assessments:attempt-item", args=[home.running.uuid, 1]),
            "action": _("Go on with the examination"),
        }
    if home.leading is not None and home.leading.next_item is not None:
        draft = home.draft_of(home.leading, home.leading.next_item)
        return _to_hand_in(draft, at) if draft else _to_do(home.leading, home.leading.next_item, at)
    if home.asked:
        return _to_sign(home.asked[0])
    if home.current:
        return _to_wait(home.current[0])
    return {
        "label": _("Nothing to do now"),
        "title": _("You are in no cohort at the moment"),
        "text": _("As soon as you are enrolled in the next one, it stands here."),
    }


def rows_of(home: Home, attended: Attended, items: Sequence[CheckItem]) -> list[dict[str, Any]]:
    """The lines of a checklist as `_parts/checklist.html` takes them; only what can be done now is a link."""
    return [
        {
            "state": "later" if item.opens_at else str(item.state),
            "word": item.waits_for,
            "label": item.label,
            "note": " · ".join(filter(None, [item.note, _draft_note(home, attended, item), _day_note(item)])),
            "url": item.url if _is_link(item) else "",
            "items": rows_of(home, attended, item.items),
        }
        for item in items
    ]


def plain_rows_of(items: Sequence[CheckItem]) -> list[dict[str, Any]]:
    """The same for somebody who looks on: states without addresses."""
    return [
        {
            "state": "later" if item.opens_at else str(item.state),
            "word": item.waits_for,
            "label": item.label,
            "note": item.note,
            "items": plain_rows_of(item.items),
        }
        for item in items
    ]


def due_in(day: date, at: datetime) -> str:
    """A date with the days that are left."""
    days = (day - timezone.localdate(at)).days
    written = formats.date_format(day)
    if days < 0:
        return _("%(date)s, overdue") % {"date": written}
    if days == 0:
        return _("%(date)s, today") % {"date": written}
    return _("%(date)s, %(left)s") % {"date": written, "left": days_left(day, at)}


def days_left(day: date, at: datetime) -> str:
    """How long there is still, in words."""
    days = (day - timezone.localdate(at)).days
    if days <= 0:
        return _("Due today") if days == 0 else _("Overdue")
    return ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}


def near_day(day: date, at: datetime) -> str:
    """A date without its year where it is the present one."""
    return formats.date_format(day, "MONTH_DAY_FORMAT" if day.year == timezone.localdate(at).year else "DATE_FORMAT")


def _to_do(attended: Attended, item: CheckItem, at: datetime) -> dict[str, Any]:
    return {
        "title": item.label,
        "text": attended.cohort.name,
        "due": _("Due: %(day)s") % {"day": due_in(item.due_on, at)} if item.due_on else "",
        "url": item.url,
        "action": _action(item),
    }


def _to_sign(pledge: Pledge) -> dict[str, Any]:
    return {
        "title": pledge.text.title,
        "text": _("A new text is in force. What you signed before stays valid for its time."),
        "url": reverse("certificates:pledge-sign", args=[pledge.uuid]),
        "action": str(ACTIONS["pledge"]),
    }


def _to_hand_in(draft: Attempt, at: datetime) -> dict[str, Any]:
    return {
        "title": draft.sitting.name,
        "text": _("Your written submission is not yet handed in."),
        "due": _("Due: %(day)s") % {"day": due_in(timezone.localdate(draft.due_at), at)},
        "url": reverse("assessments:attempt-item", args=[draft.uuid, 1]),
        "action": _("Go on writing"),
    }


def _action(item: CheckItem) -> str:
    if item.kind == "result" and item.key.startswith(CASE_KEY):
        return _("Write the submission")
    return str(ACTIONS[item.kind])


def _to_wait(attended: Attended) -> dict[str, Any]:
    step = {"label": _("Nothing to do now"), "text": attended.cohort.name}
    if attended.checklist.complete:
        step["title"] = _("You have done everything; your certificate is on its way")
    elif not attended.checklist.reachable:
        step["title"] = _("This cohort can no longer be completed; please speak with your organizer")
    else:
        step["title"] = _("Your part is done; others are at work on it, and you get a notice as soon as it goes on")
    return step


def _is_link(item: CheckItem) -> bool:
    return item.kind == "module" or (item.state == ItemState.OPEN and item.opens_at is None)


def _draft_note(home: Home, attended: Attended, item: CheckItem) -> str:
    return _("Begun, not yet handed in") if home.draft_of(attended, item) else ""


def _day_note(item: CheckItem) -> str:
    if item.opens_at is not None:
        return _("Opens on %(moment)s") % {
            "moment": formats.date_format(timezone.localtime(item.opens_at), "DATETIME_FORMAT")
        }
    if item.state != ItemState.OPEN or item.due_on is None:
        return ""
    return _("Due: %(day)s") % {"day": formats.date_format(item.due_on)}
