"""The figures of a sitting that is over: the test as a whole, each item, each question over the years, and a sheet."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments import rules
from assessments.domain.analysis import Analysis, ItemLine, analysis_of
from assessments.domain.item_history import PastUse, history_of
from assessments.enums import QuestionKind
from assessments.exports import statistics_sheet
from assessments.forms.answering import WORDS
from assessments.forms.figures import GUIDE, STATES, flags, readings, written
from assessments.views.histogram import histogram_of
from common.audit import record
from people.access import PersonRequest, permission_required, scope_for

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FEW = 30


@permission_required("sittings.manage")
@require_safe
def sitting_statistics(request: PersonRequest, sitting_id: int) -> HttpResponse:
    """The test as a whole, the spread of results, and every item with what is striking about it."""
    scope = scope_for(request)
    sitting = rules.past_sitting_for(scope, sitting_id, at=timezone.now())
    analysis = analysis_of(sitting)
    context = {
        "cohort": sitting.cohort,
        "sitting": sitting,
        "whole": analysis.whole,
        "is_few": analysis.whole.n < FEW,
        "mean": written(analysis.whole.mean),
        "maximum": analysis.maximum,
        "is_drawn": analysis.is_drawn,
        "undrawn": analysis.undrawn,
        "readings": readings(analysis.whole),
        "histogram": histogram_of(analysis.bands, pass_percent=sitting.pass_percent),
        "rows": [_row(line) for line in analysis.lines],
        "guide": GUIDE,
        "may_see_key": scope.may("banks.edit", sitting.cohort.unit.path),
    }
    return render(request, "assessments/sitting_statistics.html", context)


@permission_required("banks.edit")
@require_safe
def item_statistics(request: PersonRequest, sitting_id: int, position: int) -> HttpResponse:
    """One item with its options, how often each was chosen and by whom. It shows the key: for those who write keys."""
    sitting = rules.past_sitting_for(scope_for(request), sitting_id, "banks.edit", at=timezone.now())
    analysis = analysis_of(sitting)
    line = _line_at(analysis, position)
    positions = [each.item.position for each in analysis.lines]
    place = positions.index(position)
    context = {
        "cohort": sitting.cohort,
        "sitting": sitting,
        "line": line,
        "row": _row(line),
        "guess": written(line.guess),
        "options": [_option(line, number) for number in range(len(line.options))],
        "unanswered": {"count": line.unanswered[0], "mean": written(line.unanswered[1])},
        "states": [(label, line.states[state]) for state, label in STATES.items() if line.states[state]],
        "guide": GUIDE,
        "previous": positions[place - 1] if place else None,
        "next": positions[place + 1] if place + 1 < len(positions) else None,
    }
    return render(request, "assessments/item_statistics.html", context)


@permission_required("sittings.manage")
@require_safe
def statistics_export(request: PersonRequest, sitting_id: int) -> HttpResponse:
    """The figures as a sheet; that it was taken is written down."""
    sitting = rules.past_sitting_for(scope_for(request), sitting_id, at=timezone.now())
    analysis = analysis_of(sitting)
    sheet = statistics_sheet(analysis)
    record("assessments.statistics_exported", subject=sitting, user=request.user, items=len(analysis.lines))
    name = f"statistics-{sitting.pk}-{timezone.localdate():%Y%m%d}.xlsx"
    return HttpResponse(sheet, XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@permission_required("banks.edit")
@require_safe
def question_history(request: PersonRequest, code: str, question_id: int) -> HttpResponse:
    """How a question did in every sitting that used it, as far as one may see those sittings."""
    scope = scope_for(request)
    bank = rules.bank_for(scope, code)
    question = rules.question_for(bank, question_id)
    uses = [_use(use) for use in history_of(question, scope=scope, at=timezone.now())]
    context = {"bank": bank, "question": question, "uses": uses, "guide": GUIDE}
    return render(request, "assessments/question_history.html", context)


def _line_at(analysis: Analysis, position: int) -> ItemLine:
    for line in analysis.lines:
        if line.item.position == position:
            return line
    raise Http404


def _row(line: ItemLine) -> dict[str, object]:
    figures = line.figures
    return {
        "item": line.item,
        "kind": QuestionKind(line.item.snapshot["kind"]).label,
        "n": figures.n,
        "facility": written(figures.facility),
        "difference": written(figures.difference),
        "index": written(figures.discrimination_index, 1),
        "efficiency": written(figures.discriminative_efficiency, 1),
        "effective": written(figures.effective_weight, 1),
        "intended": written(figures.intended_weight, 1),
        "sd": written(figures.sd),
        "flags": flags(line.flags),
    }


def _option(line: ItemLine, number: int) -> dict[str, object]:
    option = line.options[number]
    return {
        "letter": "" if option.word else chr(ord("A") + number % 26),
        "text": option.text or str(WORDS.get(option.word, "")),
        "count": option.figures.count,
        "mean": written(option.figures.mean_total),
        "is_key": option.figures.is_key,
        "is_unused": option.figures.is_unused_distractor,
        "beats_key": option.figures.beats_key,
    }


def _use(use: PastUse) -> dict[str, object]:
    return {
        "item": use.item,
        "n": use.figures.n,
        "facility": written(use.figures.facility),
        "difference": written(use.figures.difference),
        "index": written(use.figures.discrimination_index, 1),
        "flags": flags(use.flags),
    }
