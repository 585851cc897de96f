"""Writing questions: an editor per kind with a preview, and the page of a question with its key, versions and use."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments import rules
from assessments.domain import authoring
from assessments.domain.authoring import EditedMeanwhile, NotFitForUse
from assessments.domain.usage import usage_of
from assessments.enums import QuestionKind
from assessments.forms.answering import answer_fields, review_lines
from assessments.forms.questions import LAYOUTS, QuestionEditor
from assessments.forms.words import problem_words
from assessments.kinds import registry
from assessments.models.banks import Bank
from assessments.models.questions import Question
from people.access import PersonRequest, permission_required, scope_for


@permission_required("banks.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def question_create(request: PersonRequest, code: str, kind: str) -> HttpResponse:
    """Write a new question of one kind."""
    bank = rules.bank_for(scope_for(request), code)
    if kind not in LAYOUTS:
        raise Http404
    return _edit(request, bank, kind, None)


@permission_required("banks.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def question_edit(request: PersonRequest, code: str, question_id: int) -> HttpResponse:
    """Change a question: what changes its words or its key is a new version."""
    bank = rules.bank_for(scope_for(request), code)
    question = rules.question_for(bank, question_id)
    return _edit(request, bank, question.kind, question)


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
        "shown": (shown := registry.present(snapshot)),
        "fields": answer_fields(shown, None),
        "layout": layout,
        "lines": lines,
        "problems": [problem_words(problem) for problem in registry.check(snapshot)],
        "versions": question.versions.select_related("created_by"),
        "usage": usage_of(question),
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


def _edit(request: PersonRequest, bank: Bank, kind: str, question: Question | None) -> HttpResponse:
    editor = QuestionEditor(kind, request.POST or None, question)
    context: dict[str, Any] = {"bank": bank, "question": question, "editor": editor, "kind": kind}
    context["kind_label"] = QuestionKind(kind).label
    if request.method == "GET" and question:
        context["preview"] = _shown(question.snapshot())
    elif "more" in request.POST or "remove" in request.POST:
        editor.drawn_again(request.POST)
    elif request.method == "POST" and "preview" in request.POST:
        context["preview"] = _preview(editor)
        if request.headers.get("HX-Request"):
            return render(request, "assessments/_parts/question_preview.html", context)
    elif request.method == "POST" and editor.is_valid():
        saved = _save(request, bank, editor)
        if saved is not None:
            return redirect("assessments:question-detail", bank.code, saved.pk)
    return render(request, "assessments/question_edit.html", context)


def _save(request: PersonRequest, bank: Bank, editor: QuestionEditor) -> Question | None:
    fields, at = editor.fields(), timezone.now()
    if editor.question is None:
        return authoring.create_question(bank=bank, kind=editor.kind, fields=fields, by=request.user, at=at)
    based_on = editor.form.cleaned_data["based_on"]
    try:
        return authoring.revise_question(
            question=editor.question, fields=fields, based_on=based_on, by=request.user, at=at
        )
    except EditedMeanwhile:
        editor.form.add_error(
            None, _("Somebody else has saved this question meanwhile. Open it again in another window and compare.")
        )
    return None


def _preview(editor: QuestionEditor) -> dict[str, Any]:
    """What a trainee would see, and what is still missing; nothing where the form cannot be read yet."""
    if not editor.is_valid():
        return {"faults": editor.faults()}
    return _shown(authoring.drafted(kind=editor.kind, fields=editor.fields()))


def _shown(snapshot: dict[str, Any]) -> dict[str, Any]:
    problems = registry.check(snapshot)
    preview: dict[str, Any] = {"problems": [problem_words(problem) for problem in problems]}
    if not any(problem.where == "script" for problem in problems):
        shown = registry.present(snapshot)
        preview |= {"shown": shown, "fields": answer_fields(shown, None)}
    return preview
