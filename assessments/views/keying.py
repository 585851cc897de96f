"""Keying in: find a sheet by its code, type what stands on it, look at it again, hand it in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments import rules
from assessments.domain import keying, on_paper
from assessments.domain.keying import KeyedMeanwhile
from assessments.domain.sheet import sheet
from assessments.forms.keying import KeyingForm, moment_of, second_look
from assessments.models.attempts import Attempt
from people.access import PersonRequest, permission_required, scope_for


@permission_required("sittings.key")
@require_safe
def keying_desk(request: PersonRequest) -> HttpResponse:
    """Where a code is typed or scanned, and how many sheets of which sitting are still to be keyed in."""
    scope, code = scope_for(request), request.GET.get("code", "").strip()
    attempt = keying.found_by_code(scope, code, by=request.user) if code else None
    if attempt is not None:
        return redirect("assessments:keying-sheet", attempt.pk)
    context = {"code": code, "sittings": on_paper.sittings_on_paper(scope)}
    return render(request, "assessments/keying_desk.html", context, status=404 if code else 200)


@permission_required("sittings.key")
@require_http_methods(["GET", "HEAD", "POST"])
def keying_sheet(request: PersonRequest, attempt_id: int) -> HttpResponse:
    """One sheet as one form, with the letters as they were printed for this person."""
    attempt = rules.sheet_for(scope_for(request), request.user, attempt_id)
    rules.hold_back(attempt.sitting, request.user, at=timezone.now())
    if not attempt.is_in_progress:
        return _no_longer_waits(request, attempt)
    form = KeyingForm(sheet(attempt), saved_at=attempt.saved_at, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _save(request, attempt, form)
    context = {"attempt": attempt, "sitting": attempt.sitting, "form": form, "questions": list(form.questions())}
    return render(request, "assessments/keying_sheet.html", context)


@permission_required("sittings.key")
@require_http_methods(["GET", "HEAD", "POST"])
def keying_check(request: PersonRequest, attempt_id: int) -> HttpResponse:
    """What was keyed, to be compared with the sheet; handing in what is shown here, and nothing newer."""
    attempt = rules.sheet_for(scope_for(request), request.user, attempt_id)
    rules.hold_back(attempt.sitting, request.user, at=timezone.now())
    if not attempt.is_in_progress:
        return _no_longer_waits(request, attempt)
    if request.method == "POST":
        return _hand_in(request, attempt)
    questions = list(second_look(sheet(attempt)))
    context = {
        "attempt": attempt,
        "sitting": attempt.sitting,
        "questions": questions,
        "answered": sum(question.item.is_answered for question in questions),
        "seen": attempt.saved_at.isoformat() if attempt.saved_at else "",
    }
    return render(request, "assessments/keying_check.html", context)


def _save(request: PersonRequest, attempt: Attempt, form: KeyingForm) -> HttpResponse:
    try:
        keying.save(
            attempt=attempt, responses=form.responses(), seen=form.seen_at(), by=request.user, at=timezone.now()
        )
    except KeyedMeanwhile:
        messages.warning(request, _("Somebody else has keyed in this sheet meanwhile. What stands there now is shown."))
        return redirect("assessments:keying-sheet", attempt.pk)
    return redirect("assessments:keying-check", attempt.pk)


def _hand_in(request: PersonRequest, attempt: Attempt) -> HttpResponse:
    seen = moment_of(request.POST.get("seen", ""))
    if keying.hand_in(attempt=attempt, seen=seen, by=request.user, at=timezone.now()):
        name = attempt.enrollment.person.name
        messages.success(request, _("The answer sheet of %(name)s is handed in.") % {"name": name})
        return redirect("assessments:on-paper-list", attempt.sitting_id)
    messages.warning(request, _("Somebody else has keyed in this sheet meanwhile. What stands there now is shown."))
    return redirect("assessments:keying-check", attempt.pk)


def _no_longer_waits(request: PersonRequest, attempt: Attempt) -> HttpResponse:
    messages.info(request, _("The sheet %(code)s no longer waits to be keyed in.") % {"code": attempt.sheet_code})
    return redirect("assessments:on-paper-list", attempt.sitting_id)
