"""Where a witness begins: the people of a cohort who have still to sign, one of whom cannot read."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from certificates.models.pledges import Pledge
from cohorts.rules import cohort_for
from common.paging import page_asked
from people.access import PersonRequest, permission_required, scope_for

PAGE = 50


@permission_required("cohorts.view")
@require_safe
def witness_list(request: PersonRequest, cohort_id: int) -> HttpResponse:
    """Whose pledges wait; a line opens the ceremony of what is signed together."""
    cohort = cohort_for(scope_for(request), cohort_id)
    waiting = Pledge.objects.with_people().signable().by_ceremony()
    waiting = waiting.filter(enrollment__in=cohort.enrollments.counted())
    words = request.GET.get("q", "").strip()
    if words:
        waiting = waiting.filter(enrollment__person__name__icontains=words)
    others = waiting.exclude(enrollment__person=request.user).order_by("enrollment__unit__path", "enrollment_id", "pk")
    context = {"cohort": cohort, "page": page_asked(request, others, PAGE), "words": words}
    return render(request, "certificates/witness_list.html", context)
