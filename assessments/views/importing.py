"""Questions in and out of a bank: drop or paste, see what is wrong and how it will look, let it in; take it out."""

from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments import rules
from assessments.domain.exporting import EXPORTS, export_bank
from assessments.domain.importing import imports
from assessments.enums import QuestionKind
from assessments.formats.base import Draft, FileUnusable
from assessments.forms.answering import answer_fields
from assessments.forms.import_words import place_words, unusable_words
from assessments.forms.importing import ImportForm
from assessments.kinds import registry
from assessments.models.banks import Bank
from assessments.models.imports import QuestionImport
from assessments.tasks import apply_question_import, check_question_import
from common import audit
from people.access import PersonRequest, permission_required, scope_for
from people.enums import ImportState

FAULTS_A_PAGE, WARNINGS_SHOWN, QUESTIONS_A_PAGE = 100, 200, 10
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {"xlsx": XLSX, "moodle-xml": "application/xml"}


@permission_required("banks.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def import_upload(request: PersonRequest, code: str) -> HttpResponse:
    """Take the file and answer at once; reading it is the worker's."""
    bank = rules.bank_for(scope_for(request), code)
    former = rules.import_for(bank, int(pk)) if (pk := request.POST.get("mends", "")).isdecimal() else None
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if request.method == "POST" and form.is_valid():
        found = _take(request, bank, form, former)
        return redirect("assessments:import-detail", bank.code, found.pk)
    context = {"bank": bank, "form": form, "former": former, "trail": _trail(bank)}
    return render(request, "assessments/import_upload.html", context, status=400 if form.errors else 200)


def _take(request: PersonRequest, bank: Bank, form: ImportForm, former: QuestionImport | None) -> QuestionImport:
    """Keep the upload, write it down, and ask the worker to check it."""
    name, data, file_format = form.upload()
    with transaction.atomic():
        found = imports.start_import(
            file_name=name,
            data=data,
            file_format=file_format,
            bank=bank,
            former=former,
            by=request.user,
            language=get_language() or "zh-hans",
            at=timezone.now(),
        )
        audit.record("assessments.questions_uploaded", subject=bank, user=request.user, file=found.file_name)
        transaction.on_commit(partial(check_question_import.enqueue, found.pk))
    return found


@permission_required("banks.edit")
@require_safe
def import_detail(request: PersonRequest, code: str, pk: int) -> HttpResponse:
    """How far it got; then what was found, what it will look like, and what can be done."""
    bank = rules.bank_for(scope_for(request), code)
    found = rules.import_for(bank, pk)
    faults = Paginator(_placed(found, "errors"), FAULTS_A_PAGE).get_page(request.GET.get("faults"))
    good = imports.good_of(found) if found.state == ImportState.CHECKED else []
    page = Paginator(good, QUESTIONS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "bank": bank,
        "found": found,
        "report": found.report,
        "faults": faults,
        "warnings": _placed(found, "warnings")[:WARNINGS_SHOWN],
        "by_kind": [(QuestionKind(kind).label, count) for kind, count in found.report.get("by_kind", {}).items()],
        "page": page,
        "preview": [_shown(number, draft) for number, draft in enumerate(page, start=page.start_index())],
        "form": ImportForm(),
        "work": _work(found),
        "trail": _trail(bank),
        "poll_url": reverse("assessments:import-progress", args=[bank.code, found.pk]),
    }
    return render(request, "assessments/import_detail.html", context)


def _placed(found: QuestionImport, name: str) -> list[dict[str, Any]]:
    """What was found, each with its place in words."""
    return [{**said, "place": place_words(said["at"], found.file_format)} for said in found.report.get(name, [])]


def _shown(number: int, draft: Draft) -> dict[str, Any]:
    """A question as the trainee will see it."""
    presented = registry.present(draft.content.snapshot())
    return {
        "number": number,
        "kind": QuestionKind(draft.content.kind).label,
        "stem": presented.get("stem", ""),
        "fields": answer_fields(presented, None),
    }


@permission_required("banks.edit")
@require_safe
def import_progress(request: PersonRequest, code: str, pk: int) -> HttpResponse:
    """The bar by itself, for the page that asks every two seconds."""
    bank = rules.bank_for(scope_for(request), code)
    found = rules.import_for(bank, pk)
    end_url = "" if found.is_under_way else reverse("assessments:import-detail", args=[bank.code, found.pk])
    return render(request, "assessments/_parts/import_work.html", {"work": _work(found), "end_url": end_url})


def _work(found: QuestionImport) -> dict[str, object]:
    """The long work as the interface shows it."""
    states = {ImportState.WAITING: "waiting", ImportState.ORDERED: "waiting", ImportState.FAILED: "failed"}
    state = states.get(ImportState(found.state), "running" if found.is_under_way else "done")
    return {"title": found.get_state_display(), "state": state, "done": found.done, "total": found.total}


@permission_required("banks.edit")
@require_safe
def import_mend(request: PersonRequest, code: str, pk: int) -> FileResponse:
    """The questions in error as a workbook; that somebody took them is written down."""
    bank = rules.bank_for(scope_for(request), code)
    found = rules.import_for(bank, pk)
    if not found.report.get("refused"):
        raise Http404
    try:
        data = imports.fetch(found, "mend")
    except FileNotFoundError as gone:
        raise Http404 from gone
    audit.record("assessments.questions_mend_downloaded", subject=bank, user=request.user, file=found.file_name)
    name = _("questions-to-mend-%(number)s.xlsx") % {"number": found.pk}
    return FileResponse(iter([data]), as_attachment=True, filename=name, content_type=XLSX)


@permission_required("banks.edit")
@require_POST
def import_apply(request: PersonRequest, code: str, pk: int) -> HttpResponse:
    """Let the questions in; pressed twice it happens once."""
    bank = rules.bank_for(scope_for(request), code)
    found = rules.import_for(bank, pk)
    with transaction.atomic():
        if imports.order_applying(found=found, at=timezone.now()):
            transaction.on_commit(partial(apply_question_import.enqueue, found.pk))
    return redirect("assessments:import-detail", bank.code, found.pk)


@permission_required("banks.edit")
@require_safe
def bank_export(request: PersonRequest, code: str, file_format: str) -> HttpResponse | FileResponse:
    """The bank as a file, keys and all; that somebody took it is written down."""
    bank = rules.bank_for(scope_for(request), code)
    if file_format not in EXPORTS:
        raise Http404
    try:
        data = export_bank(bank=bank, file_format=file_format)
    except FileUnusable as refusal:
        context = {"bank": bank, "problem": unusable_words(refusal), "trail": _trail(bank)}
        return render(request, "assessments/export_refused.html", context, status=409)
    audit.record("assessments.bank_exported", subject=bank, user=request.user, format=file_format)
    name = f"{bank.code}.{'xlsx' if file_format == 'xlsx' else 'xml'}"
    return FileResponse(iter([data]), as_attachment=True, filename=name, content_type=TYPES[file_format])


def _trail(bank: Bank) -> list[dict[str, str]]:
    return [
        {"label": _("Question banks"), "url": reverse("assessments:bank-list")},
        {"label": bank.name, "url": reverse("assessments:bank-detail", args=[bank.code])},
    ]
