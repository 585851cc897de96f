"""The certificates of a class on their way to people: the list, the print file, everything in one archive."""

from datetime import date
from tempfile import TemporaryFile
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from certificates.domain import handing_out
from certificates.domain.handing_out import FileLost
from certificates.pdf.binding import bind
from cohorts.models.cohort import Cohort
from cohorts.rules import cohort_for
from common import audit
from common.paging import is_for_paper, page_asked
from common.sheets import attached
from people.access import PersonRequest, permission_required, scope_for

PAGE = 50
PERMISSION = "certificates.issue"


@permission_required(PERMISSION)
@require_safe
def certificate_list(request: PersonRequest, cohort_id: int) -> HttpResponse:
    """What is issued, by day, with what there is to print and to take along."""
    cohort, day = cohort_for(scope_for(request), cohort_id, PERMISSION), _day_asked(request)
    page = page_asked(request, handing_out.certificates_of(cohort, on=day), PAGE)
    context = {
        "cohort": cohort,
        "day": day,
        "tabs": _tabs(request, cohort, day),
        "page": page,
        "for_paper": is_for_paper(request),
        "noun": ngettext("certificate", "certificates", page.paginator.count),
        "portions": handing_out.portions(page.paginator.count),
        "now": timezone.now(),
    }
    return render(request, "certificates/certificate_list.html", context)


@permission_required(PERMISSION)
@require_safe
def certificates_print(request: PersonRequest, cohort_id: int, number: int) -> HttpResponseBase:
    """One portion as one file, a page a certificate."""
    cohort, day = cohort_for(scope_for(request), cohort_id, PERMISSION), _day_asked(request)
    certificates = handing_out.certificates_of(cohort, on=day)
    portion = next((each for each in handing_out.portions(certificates.count()) if each.number == number), None)
    if portion is None:
        raise Http404
    try:
        data = bind(handing_out.files_of(certificates[portion.first - 1 : portion.last]), title=_title(cohort, day))
    except FileLost as lost:
        return _back(request, cohort, lost)
    audit.record("certificates.print", subject=cohort, user=request.user, first=portion.first, last=portion.last)
    return HttpResponse(data, content_type="application/pdf")


@permission_required(PERMISSION)
@require_safe
def certificates_archive(request: PersonRequest, cohort_id: int) -> HttpResponseBase:
    """Every file with the register of what is handed out, in one ZIP."""
    cohort, day = cohort_for(scope_for(request), cohort_id, PERMISSION), _day_asked(request)
    archive, title = TemporaryFile(), _title(cohort, day)  # noqa: SIM115  # Sent after the view is left.
    try:
        count = handing_out.pack(handing_out.certificates_of(cohort, on=day), title=title, into=archive)
    except FileLost as lost:
        archive.close()
        return _back(request, cohort, lost)
    audit.record("certificates.download_cohort", subject=cohort, user=request.user, rows=count)
    archive.seek(0)
    return FileResponse(archive, headers=attached(f"{title}.zip".replace("/", "_")), content_type="application/zip")


def _day_asked(request: PersonRequest) -> date | None:
    """The day that the address names; without one, or with none that exists, all days."""
    try:
        return parse_date(request.GET.get("on", ""))
    except ValueError:
        return None


def _title(cohort: Cohort, day: date | None) -> str:
    return " · ".join([cohort.name, _("Certificates"), *([date_format(day)] if day else [])])


def _back(request: PersonRequest, cohort: Cohort, lost: FileLost) -> HttpResponse:
    words = _("%(problem)s Nothing was printed. Ask the administrator to bring it back from the backup.")
    messages.error(request, words % {"problem": lost})
    return redirect("certificates:certificate-list", cohort.pk)


def _tabs(request: PersonRequest, cohort: Cohort, day: date | None) -> list[dict[str, Any]]:
    """All, then each day of issue; where all were issued on one day there is nothing to choose."""
    days = handing_out.days_of_issue(cohort)
    url = reverse("certificates:certificate-list", args=[cohort.pk])
    every = {"label": _("All"), "url": url, "current": day is None, "count": sum(count for _day, count in days)}
    if len(days) < 2:
        return []
    return [every] + [
        {"label": date_format(each), "url": f"{url}?on={each}", "current": each == day, "count": count}
        for each, count in days
    ]
