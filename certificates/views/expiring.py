"""The organizer's list of certificates that end soon or have ended."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from certificates.domain.expiring import expiring
from common.paging import is_for_paper, page_asked
from people.access import PersonRequest, permission_required, scope_for

PAGE = 50
SOON, OVER = "soon", "over"


@permission_required("certificates.issue")
@require_safe
def expiring_list(request: PersonRequest) -> HttpResponse:
    """Who holds one, until when, and the way to renew it."""
    today, state = timezone.localdate(), request.GET.get("state", "")
    every = expiring(scope_for(request), on=today)
    parts = {SOON: every.filter(expires_on__gte=today), OVER: every.filter(expires_on__lt=today)}
    page = page_asked(request, parts.get(state, every), PAGE)
    counts = {part: found.count() for part, found in parts.items()}
    context = {
        "page": page,
        "tabs": _tabs(request, state, counts),
        "for_paper": is_for_paper(request),
        "noun": ngettext("certificate", "certificates", page.paginator.count),
        "today": today,
        "now": timezone.now(),
    }
    return render(request, "certificates/expiring_list.html", context)


def _tabs(request: PersonRequest, state: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    every = {"label": _("All"), "url": request.path, "current": state not in counts, "count": sum(counts.values())}
    labels = {SOON: _("Ending within 90 days"), OVER: pgettext("certificate", "Ended")}
    return [every] + [
        {"label": labels[part], "url": f"{request.path}?state={part}", "current": part == state, "count": count}
        for part, count in counts.items()
    ]
