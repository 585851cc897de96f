"""Sitting on paper, as an organizer arranges it: who, the forms to print, what was keyed in, who did not come."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy, pgettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from assessments import rules
from assessments.domain import on_paper
from assessments.domain.on_paper import Prepared, PrintedForm
from assessments.enums import QuestionKind
from assessments.forms.printed import printed, qr_path
from assessments.models.sittings import Sitting
from cohorts.models.enrollment import Enrollment
from common.digits import whole_number
from common.paging import is_for_paper, page_asked
from people.access import PersonRequest, permission_required, scope_for

PAGE_SIZE = 100
STEPS = {
    "waiting": ("plain", gettext_lazy("Not keyed in")),
    "keyed": ("waiting", gettext_lazy("Keyed in, not handed in")),
    "done": ("done", gettext_lazy("Handed in")),
    "absent": ("plain", gettext_lazy("Did not sit")),
}
OBSTACLES = {
    "draft": gettext_lazy("Publish the sitting first: its questions are fixed then."),
    "case-study": gettext_lazy("The written submission of a case study is no examination and is not printed."),
    "closed": gettext_lazy("The window has closed: no further form is printed."),
}
SAT = gettext_lazy(
    "Answers of this sheet are keyed in, so somebody has sat: hand it in. If they belong to another sheet, empty this"
    " one first."
)
REFUSED = {
    "begun": ngettext_lazy(
        "%(count)d person has begun meanwhile and gets no form.",
        "%(count)d people have begun meanwhile and get no form.",
        "count",
    ),
    "": ngettext_lazy(
        "%(count)d person may no longer begin and gets no form.",
        "%(count)d people may no longer begin and get no form.",
        "count",
    ),
}


@permission_required("sittings.key")
@require_safe
def on_paper_list(request: PersonRequest, sitting_id: int) -> HttpResponse:
    """Everybody for whom a form was printed, and how far each is."""
    at, scope = timezone.now(), scope_for(request)
    sitting = rules.sitting_for(scope, sitting_id, "sittings.key")
    wanted, words = request.GET.get("step", ""), request.GET.get("q", "").strip()
    found = on_paper.forms(sitting)
    if wanted in STEPS:
        found = found.filter(step=wanted)
    if words:
        found = found.filter(Q(enrollment__person__name__icontains=words) | Q(enrollment__unit__name__icontains=words))
    page = page_asked(request, found, PAGE_SIZE)
    counts = on_paper.counts(sitting)
    context = {
        "sitting": sitting,
        "may_manage": scope.may("sittings.manage", sitting.cohort.unit.path),
        "obstacle": _obstacle(sitting),
        "to_print": counts["waiting"] + counts["keyed"],
        "tabs": _tabs(request.path, counts, wanted),
        "page": page,
        "for_paper": is_for_paper(request),
        "label": STEPS[wanted][1] if wanted in STEPS else "",
        "noun": ngettext("form", "forms", page.paginator.count),
        "words": words,
        "kept": {"step": wanted} if wanted in STEPS else {},
        "now": at,
        "rows": [{"form": form, "tone": STEPS[form.step][0], "label": STEPS[form.step][1]} for form in page],
    }
    return render(request, "assessments/on_paper_list.html", context)


@permission_required("sittings.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def on_paper_choose(request: PersonRequest, sitting_id: int) -> HttpResponse:
    """Choose who sits on paper, among those who have not begun."""
    sitting = rules.sitting_for(scope_for(request), sitting_id)
    obstacle = _obstacle(sitting)
    words = request.GET.get("q", "").strip()
    people = on_paper.may_sit_on_paper(sitting)
    if words:
        people = people.filter(Q(person__name__icontains=words) | Q(unit__name__icontains=words))
    if request.method == "POST" and not obstacle:
        return _prepare(request, sitting, people)
    page = page_asked(request, people, PAGE_SIZE)
    context = {
        "sitting": sitting,
        "obstacle": obstacle,
        "page": page,
        "noun": ngettext("person", "people", page.paginator.count),
        "words": words,
        "now": timezone.now(),
    }
    return render(request, "assessments/on_paper_choose.html", context)


@permission_required("sittings.manage")
@require_safe
@cache_control(no_store=True, private=True)
def on_paper_print(request: PersonRequest, sitting_id: int) -> HttpResponse:
    """The forms with their answer sheets, those asked for or all that wait; that they were printed is logged."""
    sitting = rules.sitting_for(scope_for(request), sitting_id)
    rules.hold_back(sitting, request.user, at=timezone.now())
    asked = request.GET.getlist("of")
    named = [pk for pk in map(whole_number, asked) if pk is not None] if asked else None
    forms = on_paper.print_forms(sitting=sitting, only=named, by=request.user)
    context = {
        "sitting": sitting,
        "forms": [_printed(form) for form in forms],
        "language": settings.LANGUAGE_CODE,  # A form is read by the trainee, whatever the organizer's language.
    }
    return render(request, "assessments/on_paper_print.html", context)


@permission_required("sittings.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def on_paper_let_go(request: PersonRequest, attempt_id: int) -> HttpResponse:
    """Say that somebody did not sit, and what follows."""
    attempt = rules.sheet_for(scope_for(request), request.user, attempt_id, "sittings.manage")
    back_url = reverse("assessments:on-paper-list", args=[attempt.sitting_id])
    if attempt.is_in_progress and on_paper.has_answers(attempt):
        messages.warning(request, SAT)
        return redirect(back_url)
    if request.method == "POST":
        if not on_paper.let_go(attempt=attempt, by=request.user):
            messages.warning(request, _("This form no longer waits: it was handed in or let go meanwhile."))
        return redirect(back_url)
    if not attempt.is_in_progress:
        return redirect(back_url)
    context = {"attempt": attempt, "back_url": back_url, "danger": True}
    return render(request, "assessments/on_paper_let_go.html", context)


def _prepare(request: PersonRequest, sitting: Sitting, people: QuerySet[Enrollment]) -> HttpResponse:
    """Draw the forms, and go on to print them; all that were found, or those ticked."""
    if "all" not in request.POST:
        ticked = (whole_number(text) for text in request.POST.getlist("person"))
        people = people.filter(pk__in=[pk for pk in ticked if pk is not None])
    prepared = on_paper.prepare(sitting=sitting, enrollments=people, by=request.user, at=timezone.now())
    _tell(request, prepared)
    if not prepared.attempts:
        return redirect("assessments:on-paper-choose", sitting.pk)
    new = urlencode({"of": [attempt.pk for attempt in prepared.attempts]}, doseq=True)
    url = reverse("assessments:on-paper-print", args=[sitting.pk])
    return redirect(url if len(prepared.attempts) > PAGE_SIZE else f"{url}?{new}")


def _tell(request: PersonRequest, prepared: Prepared) -> None:
    for code, count in prepared.refused.items():
        messages.warning(request, REFUSED.get(code, REFUSED[""]) % {"count": count})
    if not prepared.attempts and not prepared.refused:
        messages.warning(request, _("Tick the people for whom a form is to be printed."))


def _obstacle(sitting: Sitting) -> str:
    code = on_paper.obstacle(sitting, at=timezone.now())
    if code == "kinds":
        kinds = (str(QuestionKind(kind).label) for kind in on_paper.kinds_not_for_paper(sitting))
        names = pgettext("list", ", ").join(kinds)
        return _("This paper asks for what cannot be answered with a pen: %(kinds)s.") % {"kinds": names}
    return str(OBSTACLES.get(code, ""))


def _tabs(path: str, counts: dict[str, int], wanted: str) -> list[dict[str, object]]:
    everyone = {"label": pgettext("forms", "All"), "url": path, "count": sum(counts.values()), "current": not wanted}
    others = [
        {"label": label, "url": f"{path}?step={step}", "count": counts[step], "current": wanted == step}
        for step, (_tone, label) in STEPS.items()
    ]
    return [everyone, *others]


def _printed(form: PrintedForm) -> dict[str, object]:
    """A form with its questions, and the code by which its sheet is found again."""
    address = f"{settings.SITE_URL}{reverse('assessments:keying-desk')}?code={form.attempt.sheet_code.replace(' ', '')}"
    side, path = qr_path(address)
    return {"attempt": form.attempt, "questions": list(printed(form.items)), "qr": {"side": side, "path": path}}
