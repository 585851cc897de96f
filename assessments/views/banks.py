"""Question banks and their questions, scoped to the units of whoever edits them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments import rules
from assessments.domain import authoring
from assessments.domain.authoring import EditedMeanwhile, NotFitForUse
from assessments.enums import QuestionKind
from assessments.forms.answering import answer_fields, review_lines
from assessments.forms.papers import BankForm, QuestionFilter
from assessments.forms.questions import LAYOUTS, QuestionEditor
from assessments.forms.words import problem_words
from assessments.kinds import registry
from assessments.models.banks import Bank
from assessments.models.questions import Question
from people.access import PersonRequest, permission_required, scope_for

PAGE_SIZE = 30


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
    questions = Question.objects.non_polymorphic().filter(bank=bank, **filters.condition()).order_by("kind", "pk")
    context = {"bank": bank, "page": _page(request, questions), "filters": filters, "kinds": QuestionKind.choices}
    return render(request, "assessments/bank_detail.html", context)


@permission_required("banks.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def question_create(request: PersonRequest, code: str, kind: str) -> HttpResponse:
    """Write a new question of one kind."""
    bank = rules.bank_for(scope_for(request), code)
    if kind not in LAYOUTS:
        raise Http404
    editor = QuestionEditor(kind, request.POST or None)
    if request.method == "POST" and editor.is_valid():
        question = authoring.create_question(
            bank=bank, kind=kind, fields=editor.fields(), by=request.user, at=timezone.now()
        )
        return redirect("assessments:question-detail", bank.code, question.pk)
    context = {"bank": bank, "editor": editor, "kind": kind, "kind_label": QuestionKind(kind).label}
    return render(request, "assessments/question_edit.html", context)


@permission_required("banks.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def question_edit(request: PersonRequest, code: str, question_id: int) -> HttpResponse:
    """Change a question: what changes its words or its key is a new version."""
    bank = rules.bank_for(scope_for(request), code)
    question = rules.question_for(bank, question_id)
    editor = QuestionEditor(question.kind, request.POST or None, question)
    if request.method == "POST" and editor.is_valid():
        based_on = editor.form.cleaned_data["based_on"]
        try:
            authoring.revise_question(
                question=question, fields=editor.fields(), based_on=based_on, by=request.user, at=timezone.now()
            )
        except EditedMeanwhile:
            editor.form.add_error(
                None, _("Somebody else has saved this question meanwhile. Open it again in another window and compare.")
            )
        else:
            return redirect("assessments:question-detail", bank.code, question.pk)
    context = {"bank": bank, "question": question, "editor": editor, "kind": question.kind}
    context["kind_label"] = question.get_kind_display()
    return render(request, "assessments/question_edit.html", context)


@permission_required("banks.edit")
@require_safe
def question_detail(request: PersonRequest, code: str, question_id: int) -> HttpResponse:
    """A question as a trainee will see it, its key, its faults and its versions."""
    bank = rules.bank_for(scope_for(request), code)
    question = rules.question_for(bank, question_id)
    snapshot = question.snapshot()
    layout, lines = review_lines(snapshot, None)
    context = {
        "bank": bank,
        "question": question,
        "snapshot": snapshot,
        "fields": answer_fields(registry.present(snapshot), None),
        "layout": layout,
        "lines": lines,
        "problems": [problem_words(problem) for problem in registry.check(snapshot)],
        "versions": question.versions.select_related("created_by"),
    }
    return render(request, "assessments/question_detail.html", context)


@permission_required("banks.edit")
@require_POST
def question_status(request: PersonRequest, code: str, question_id: int) -> HttpResponse:
    """Pass a question for use, or retire it."""
    bank = rules.bank_for(scope_for(request), code)
    question = rules.question_for(bank, question_id)
    if request.POST.get("status") == "retired":
        authoring.retire(question=question, by=request.user)
    else:
        try:
            authoring.review(question=question, by=request.user)
        except NotFitForUse:
            messages.error(request, _("The question has faults. They are listed below."))
    return redirect("assessments:question-detail", bank.code, question.pk)


def _page(request: PersonRequest, rows: object) -> object:
    return Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))  # type: ignore[arg-type]
