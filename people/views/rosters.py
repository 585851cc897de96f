"""The roster of an election: drop it, see what is wrong, fetch the rows to mend, let the good ones in."""

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common import audit
from people.access import permission_required, scope_for
from people.domain.roster.imports import fetch, order_applying, remove_import, seconds_left, start_import
from people.enums import ImportState
from people.forms import RosterForm
from people.models.elections import Election
from people.models.imports import RosterImport
from people.models.organisation import OrgUnit
from people.rules import import_for
from people.tasks import apply_roster_import, check_roster_import

FAULTS_A_PAGE = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
@permission_required("people.import")
def upload(request: HttpRequest) -> HttpResponse:
    """Take the file and answer at once; reading it is the worker's."""
    scope = scope_for(request)
    form = RosterForm(
        request.POST or None,
        request.FILES or None,
        units=OrgUnit.objects.importable(scope),
        elections=Election.objects.visible_to(scope, "people.import").filter(closed_on=None),
        initial={"election": request.GET.get("election")},
    )
    if request.method == "POST" and form.is_valid():
        found = take(request, form)
        return redirect("people:roster-import", found.pk)
    trail = [{"label": _("Elections and rosters"), "url": reverse("people:election-list")}]
    return render(
        request, "people/roster_upload.html", {"form": form, "trail": trail}, status=400 if form.errors else 200
    )


def take(request: HttpRequest, form: RosterForm) -> RosterImport:
    """Keep the upload, write it down, and ask the worker to check it."""
    file = form.cleaned_data["file"]
    with transaction.atomic():
        found = start_import(
            file_name=file.name,
            data=file.read(),
            unit=form.cleaned_data["unit"],
            election=form.cleaned_data["election"],
            by=request.user,  # type: ignore[arg-type]
            language=get_language() or "zh-hans",
            at=timezone.now(),
        )
        audit.record("people.roster_uploaded", subject=found, user=request.user, unit=found.unit.code)
        transaction.on_commit(partial(check_roster_import.enqueue, found.pk))
    return found


@require_safe
@permission_required("people.import")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it got; then what was found, and what can be done."""
    scope = scope_for(request)
    found = import_for(scope, pk)
    faults = Paginator(found.report.get("refused", []), FAULTS_A_PAGE).get_page(request.GET.get("page"))
    sees_election = found.election is not None and scope.may("people.view", found.election.unit.path)
    context = {
        "roster": found,
        "report": found.report,
        "faults": faults,
        "work": work_of(found),
        "sees_election": sees_election,
        "trail": [{"label": _("Elections and rosters"), "url": reverse("people:election-list")}],
        "poll_url": reverse("people:roster-progress", args=[found.pk]),
    }
    return render(request, "people/roster_import.html", context)


@require_safe
@permission_required("people.import")
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The bar by itself, for the page that asks every two seconds."""
    found = import_for(scope_for(request), pk)
    end_url = "" if found.is_under_way else reverse("people:roster-import", args=[found.pk])
    return render(request, "people/_parts/roster_work.html", {"work": work_of(found), "end_url": end_url})


def work_of(found: RosterImport) -> dict[str, object]:
    """The long work as the interface shows it."""
    states = {ImportState.WAITING: "waiting", ImportState.ORDERED: "waiting", ImportState.FAILED: "failed"}
    left = seconds_left(found, timezone.now())
    estimate = ngettext("about %(count)s second left", "about %(count)s seconds left", left or 0) % {"count": left}
    return {
        "title": found.get_state_display(),
        "state": states.get(ImportState(found.state), "running" if found.is_under_way else "done"),
        "done": found.done,
        "total": found.total,
        "estimate": estimate if left is not None else "",
    }


@require_safe
@permission_required("people.import")
def mend(request: HttpRequest, pk: int) -> FileResponse:
    """The refused rows as a workbook; that somebody took them is written down."""
    found = import_for(scope_for(request), pk)
    if not found.report.get("refused"):
        raise Http404
    try:
        data = fetch(found, "mend")
    except FileNotFoundError as gone:
        raise Http404 from gone
    audit.record("people.roster_mend_downloaded", subject=found, user=request.user, unit=found.unit.code)
    name = _("to-mend-%(number)s.xlsx") % {"number": found.pk}
    return FileResponse(iter([data]), as_attachment=True, filename=name, content_type=XLSX)


@require_POST
@permission_required("people.import")
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the good rows in; pressed twice it happens once."""
    found = import_for(scope_for(request), pk)
    if found.report.get("accepted"):
        with transaction.atomic():
            if order_applying(found=found, at=timezone.now()):
                accepted = found.report["accepted"]
                audit.record("people.roster_applied", subject=found, user=request.user, rows=accepted)
                transaction.on_commit(partial(apply_roster_import.enqueue, found.pk))
    return redirect("people:roster-import", found.pk)


@require_POST
@permission_required("people.import")
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an upload of no use off the list."""
    found = import_for(scope_for(request), pk)
    name, unit = found.file_name, found.unit
    with transaction.atomic():
        is_gone = remove_import(found=found)
        if is_gone:
            audit.record("people.roster_removed", subject=unit, user=request.user, file=name)
    if not is_gone:
        messages.error(request, _("This roster holds rows that can go in; it stays."))
        return redirect("people:roster-import", pk)
    messages.success(request, _("“%(file)s” is off the list.") % {"file": name})
    return redirect("people:election-list")
