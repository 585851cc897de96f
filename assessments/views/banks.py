"""Question banks, scoped to the units of whoever edits them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments import rules
from assessments.domain import authoring
from assessments.domain.likeness import like_examinations
from assessments.enums import BankPurpose, QuestionKind, QuestionStatus
from assessments.forms.papers import BankForm, QuestionFilter
from assessments.models.banks import Bank
from assessments.models.questions import Question
from people.access import PersonRequest, permission_required, scope_for

PAGE_SIZE = 50
LONGEST_KEY = 19


@permission_required("banks.edit")
@require_safe
def bank_list(request: PersonRequest) -> HttpResponse:
    """The banks of one's units."""
    banks = Bank.objects.visible_to(scope_for(request)).select_related("unit").with_counts().order_by("name", "pk")
    return render(request, "assessments/bank_list.html", {"page": _page(request, banks)})


@permission_required("banks.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def bank_create(request: PersonRequest) -> HttpResponse:
    """Open a bank."""
    form = BankForm(request.POST or None, units=rules.units_for(scope_for(request), "banks.edit"))
    if request.method == "POST" and form.is_valid():
        bank = authoring.create_bank(**form.cleaned_data, by=request.user)
        return redirect("assessments:bank-detail", bank.code)
    return render(request, "assessments/bank_create.html", {"form": form})


@permission_required("banks.edit")
@require_safe
def bank_detail(request: PersonRequest, code: str) -> HttpResponse:
    """The questions of a bank, filtered."""
    bank = rules.bank_for(scope_for(request), code)
    filters = QuestionFilter(request.GET)
    questions = filters.narrow(Question.objects.non_polymorphic().filter(bank=bank)).order_by("kind", "pk")
    page = _page(request, questions)
    context = {"bank": bank, "page": page, "filters": filters, "kinds": QuestionKind.choices}
    context["has_drafts"] = any(question.status == QuestionStatus.DRAFT for question in page)
    context |= {"may_change_purpose": authoring.is_unused(bank), "alike": like_examinations(bank)}
    return render(request, "assessments/bank_detail.html", context)


@permission_required("banks.edit")
@require_POST
def bank_review(request: PersonRequest, code: str) -> HttpResponse:
    """Pass the ticked drafts for use; those with faults stay drafts, and it is said how many."""
    bank = rules.bank_for(scope_for(request), code)
    ticked = [int(pk) for pk in request.POST.getlist("question") if pk.isdecimal() and len(pk) < LONGEST_KEY]
    drafts = Question.objects.filter(bank=bank, pk__in=ticked[:PAGE_SIZE], status=QuestionStatus.DRAFT)
    fit, faulty = authoring.review_all(questions=drafts, by=request.user)
    if fit:
        said = ngettext("%(count)d question is passed for use.", "%(count)d questions are passed for use.", fit)
        messages.success(request, said % {"count": fit})
    if faulty:
        said = ngettext(
            "%(count)d question has faults and stays a draft. Open it to see them.",
            "%(count)d questions have faults and stay drafts. Open them to see.",
            faulty,
        )
        messages.warning(request, said % {"count": faulty})
    if not ticked:
        messages.warning(request, _("Tick the questions that are to be passed for use."))
    return redirect(f"{reverse('assessments:bank-detail', args=[bank.code])}?status={QuestionStatus.DRAFT}")


@permission_required("banks.edit")
@require_POST
def bank_purpose(request: PersonRequest, code: str) -> HttpResponse:
    """Say what the questions of a bank are for, while none is used."""
    bank = rules.bank_for(scope_for(request), code)
    purpose = BankPurpose.PRACTICE if bank.purpose == BankPurpose.EXAM else BankPurpose.EXAM
    if not authoring.set_purpose(bank=bank, purpose=purpose, by=request.user):
        messages.error(request, _("A paper uses questions of this bank, so it stays what it is for."))
    return redirect("assessments:bank-detail", bank.code)


def _page(request: PersonRequest, rows: Any) -> Page:
    return Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
