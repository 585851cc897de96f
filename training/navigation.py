"""The desks that stand in the header for the person who is logged in."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from people.access import scope_for
from people.domain.notices import unread_of

# permission that shows the entry (None: everybody), label, address
ENTRIES = [
    (None, _("My desk"), "/desk/"),
    ("cohorts.manage", _("Cohorts"), "/cohorts/"),
    ("people.import", _("Elections and rosters"), "/elections/"),
    ("reports.view", _("Overview"), "/reports/"),
    ("courses.author", _("Course authoring"), "/cms/"),
    ("banks.edit", _("Question banks"), "/banks/"),
    ("papers.edit", _("Papers"), "/papers/"),
    ("marking.mark", _("Marking"), "/grading/"),
]


def unread(request: HttpRequest) -> dict[str, object]:
    """Template context: `unread_notices`, counted only where a page's header asks for it."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"unread_notices": 0}
    return {"unread_notices": lambda: unread_of(user)}


def desks(request: HttpRequest) -> dict[str, object]:
    """Template context: `desks`, a list of {label, url, current} by what the person may do."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"desks": []}
    scope = scope_for(request)
    return {
        "desks": [
            {"label": label, "url": url, "current": request.path.startswith(url)}
            for permission, label, url in ENTRIES
            if permission is None or scope.may_anywhere(permission)
        ]
    }
