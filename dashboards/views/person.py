"""One person's page: the record from the seat to the certificate."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboards.domain.record import record_of
from dashboards.rules import VIEW, person_for
from dashboards.views.steps import plain_rows_of
from dashboards.views.trail import trail_to
from people.access import PersonRequest, permission_required, scope_for
from people.models.organisation import OrgUnit
from people.roles import Scope
from people.rules import accounts_within


@require_safe
@permission_required(VIEW)
def person(request: PersonRequest, person_id: int) -> HttpResponse:
    """Show posts, classes, results, pledges and certificates of a person as one record."""
    at, scope = timezone.now(), scope_for(request)
    who = person_for(scope, person_id)
    record = record_of(who, scope, at=at)
    in_office = [seat for seat in record.seats if seat.ended_on is None]
    unit = record.seats[0].unit if record.seats else record.classes[0].attended.enrollment.unit
    context = {
        "record": record,
        "classes": [{"record": each, "rows": plain_rows_of(each.attended.checklist.items)} for each in record.classes],
        "trail": _trail(unit, scope),
        "correctable": [seat.pk for seat in in_office if scope.may("people.correct", seat.unit.path)],
        "is_ours": accounts_within(scope, "people.correct").filter(pk=who.pk).exists(),
        "may_print": accounts_within(scope, "people.slips").filter(pk=who.pk).exists(),
        "now": at,
    }
    return render(request, "dashboards/person.html", context)


def _trail(unit: OrgUnit, scope: Scope) -> list[dict[str, str]]:
    return [*trail_to(unit, scope), {"label": unit.name, "url": reverse("dashboards:district", args=[unit.code])}]
