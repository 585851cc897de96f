"""The organizer's completion list of a cohort, the button that issues, and the page of the work."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certificates import rules, tasks
from certificates.domain import designs, jobs, overview
from certificates.domain.issuing import NotEligible
from certificates.domain.reissuing import reissue
from certificates.domain.revoking import revoke
from certificates.domain.sealing import SealRefused
from certificates.enums import JobState
from certificates.forms import ReasonForm
from certificates.models.certificates import Certificate, IssueJob
from certificates.payloads import Unprintable
from certificates.pdf.fonts import font_book
from cohorts.models.cohort import Cohort
from cohorts.rules import cohort_for
from common.paging import is_for_paper, page_asked
from people.access import PersonRequest, permission_required, scope_for

PAGE = 50
PERMISSION = "certificates.issue"
# How the shared "long work" part calls the states of a job.
WORK_STATES = {JobState.CANCELED: "failed", JobState.FAILED: "failed"}


@permission_required("cohorts.view")
@require_safe
def completion_list(request: PersonRequest, cohort_id: int) -> HttpResponse:
    """Everybody in the cohort with what is done and left, and who can be issued a certificate now."""
    scope = scope_for(request)
    cohort = cohort_for(scope, cohort_id)
    rows = overview.completion_rows(cohort=cohort, at=timezone.now())
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()
    shown = [row for row in rows if state in {"", row.standing} and _is_named(row, words)]
    page = page_asked(request, shown, PAGE)
    context = {
        "cohort": cohort,
        "tabs": _tabs(request, state, rows),
        "page": page,
        "for_paper": is_for_paper(request),
        "label": overview.STANDINGS.get(state, ""),
        "noun": ngettext("person", "people", page.paginator.count),
        "words": words,
        "kept": {"state": state} if state else {},
        "now": timezone.now(),
        "ready": sum(row.standing == overview.READY for row in rows),
        "issued": any(row.standing == overview.ISSUED for row in rows),
        "may_issue": scope.may(PERMISSION, cohort.unit.path),
        "hindrance": _hindrance(cohort) if scope.may(PERMISSION, cohort.unit.path) else "",
        "running": IssueJob.objects.filter(cohort=cohort, state__in=jobs.UNFINISHED).first(),
    }
    return render(request, "certificates/completion_list.html", context)


@permission_required(PERMISSION)
@require_http_methods(["GET", "HEAD", "POST"])
def certificate_issue(request: PersonRequest, cohort_id: int) -> HttpResponse:
    """Asks once more, then puts the work in the book; pressed twice it is the same work."""
    cohort = cohort_for(scope_for(request), cohort_id, PERMISSION)
    at = timezone.now()
    hindrance = _hindrance(cohort)
    if request.method == "POST" and not hindrance:
        job = jobs.start_job(cohort=cohort, by=request.user, at=at)
        transaction.on_commit(lambda: tasks.issue_for_cohort.enqueue(job.pk))
        return redirect("certificates:issue-job", job.pk)
    rows = overview.completion_rows(cohort=cohort, at=at)
    ready = [row for row in rows if row.standing == overview.READY]
    context = {
        "cohort": cohort,
        "ready": ready,
        "hindrance": hindrance,
        "back_url": reverse("certificates:completion-list", args=[cohort.pk]),
    }
    return render(request, "certificates/certificate_issue.html", context)


@permission_required(PERMISSION)
@require_safe
def issue_job(request: PersonRequest, pk: int) -> HttpResponse:
    """How far the work is; the page asks again by itself, and may be left."""
    job = rules.job_for(scope_for(request), pk)
    context = {"job": job, "cohort": job.cohort, "work": _work(job), "is_running": job.state in jobs.UNFINISHED}
    asked_by_script = request.headers.get("HX-Request") == "true"
    page = "certificates/_parts/issue_progress.html" if asked_by_script else "certificates/issue_job.html"
    return render(request, page, context)


@permission_required(PERMISSION)
@require_POST
def issue_cancel(request: PersonRequest, pk: int) -> HttpResponse:
    """Stop before the next person."""
    job = rules.job_for(scope_for(request), pk)
    jobs.cancel_job(job=job, by=request.user, at=timezone.now())
    return redirect("certificates:issue-job", job.pk)


@permission_required(PERMISSION)
@require_http_methods(["GET", "HEAD", "POST"])
def certificate_reissue(request: PersonRequest, number: str) -> HttpResponse:
    """Issue a corrected certificate in the place of one that is out, with a reason."""
    certificate = rules.revocable_certificate(scope_for(request), number)
    enrollment = certificate.enrollment
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason, at = form.cleaned_data["reason"], timezone.now()
        try:
            reissue(certificate=certificate, by=request.user, reason=reason, at=at, fonts=font_book())
        except (NotEligible, Unprintable) as refusal:
            form.add_error(None, str(refusal))
        else:
            transaction.on_commit(lambda: tasks.issue_for_enrollment.enqueue(enrollment.pk))
            messages.info(request, _("The corrected certificate is being printed. It takes the place of the old one."))
            return redirect("certificates:certificate-list", enrollment.cohort_id)
    context = {
        "certificate": certificate,
        "unchanged": _says_what_the_records_say(certificate),
        "form": form,
        "back_url": reverse("certificates:certificate-list", args=[enrollment.cohort_id]),
    }
    return render(request, "certificates/certificate_reissue.html", context)


@permission_required(PERMISSION)
@require_http_methods(["GET", "HEAD", "POST"])
def certificate_revoke(request: PersonRequest, number: str) -> HttpResponse:
    """Revoke a certificate, with a reason."""
    certificate = rules.revocable_certificate(scope_for(request), number)
    back_url = reverse("certificates:completion-list", args=[certificate.enrollment.cohort_id])
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        revoke(certificate=certificate, by=request.user, reason=reason, at=timezone.now())
        messages.info(request, _("Certificate %(number)s was revoked.") % {"number": certificate.number})
        return redirect(back_url)
    context = {"certificate": certificate, "form": form, "danger": True, "back_url": back_url}
    return render(request, "certificates/certificate_revoke.html", context)


def _hindrance(cohort: Cohort) -> str:
    """Why nobody in the class can be issued a certificate today; empty where nothing stands in the way."""
    try:
        designs.require_seal(cohort, on=timezone.localdate())
    except SealRefused as refusal:
        return str(refusal)
    return ""


def _says_what_the_records_say(certificate: Certificate) -> bool:
    """Whether a corrected one would carry the same names."""
    printed, enrollment = certificate.payload, certificate.enrollment
    names = (printed["person"]["name"], printed["cohort"]["name"])
    return names == (enrollment.person.name, enrollment.cohort.name)


def _is_named(row: overview.Row, words: str) -> bool:
    return words in row.enrollment.person.name or words in row.enrollment.unit.name


def _work(job: IssueJob) -> dict[str, Any]:
    state = JobState(job.state)
    return {
        "title": _("Issuing certificates"),
        "state": WORK_STATES.get(state, state.value),
        "done": job.done,
        "total": job.total,
        "note": _("Stopped on request. What was issued stays issued.") if state == JobState.CANCELED else "",
    }


def _tabs(request: PersonRequest, state: str, rows: list[overview.Row]) -> list[dict[str, Any]]:
    counts = {standing: sum(row.standing == standing for row in rows) for standing in overview.STANDINGS}
    tabs = [{"label": _("All"), "url": request.path, "current": not state, "count": len(rows)}]
    for standing, count in counts.items():
        label = overview.STANDINGS[standing]
        tabs.append(
            {"label": label, "url": f"{request.path}?state={standing}", "current": standing == state, "count": count}
        )
    return tabs
