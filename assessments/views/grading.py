"""Marking: the piles, and one answer with its rubric."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments import rules
from assessments.domain import answering, appeals, calibration, filing, keying, marking
from assessments.domain.marking import AlreadyMarked, CalibrateFirst
from assessments.forms.marking import MarkingForm
from assessments.kinds.case_analysis import length_of
from assessments.models.attempts import AttemptItem
from assessments.models.grades import ItemGrade
from assessments.models.marks import DECIDING, Mark
from people.access import PersonRequest, permission_required, scope_for


@permission_required("marking.mark")
@require_safe
def grading_queue(request: PersonRequest) -> HttpResponse:
    """The sittings with written answers, and how many wait in each."""
    piles = marking.piles(scope_for(request), marker=request.user)
    waiting = appeals.answerable(scope_for(request), by=request.user).count()
    context = {
        "piles": piles,
        "appeals": waiting,
        "calibrate": set(calibration.waiting(marker=request.user).values_list("calibration__item__sitting", flat=True)),
        "sheets": keying.sheets(scope_for(request), by=request.user).in_progress().exists(),
        "waiting": sum(pile.waiting for pile in piles),
    }
    return render(request, "assessments/grading_queue.html", context)


@permission_required("marking.mark")
@require_safe
def grading_next(request: PersonRequest, sitting_id: int) -> HttpResponse:
    """The next answer of a pile, or the piles where it is done."""
    scope = scope_for(request)
    sitting = rules.marking_sitting_for(scope, request.user, sitting_id)
    first = calibration.waiting(marker=request.user).filter(calibration__item__sitting=sitting).first()
    if first is not None:
        return redirect("assessments:calibration-mark", first.pk)
    item = marking.next_item(scope, marker=request.user, sitting=sitting)
    if item is None:
        messages.success(request, _("Every answer of “%(name)s” is marked.") % {"name": sitting.name})
        return redirect("assessments:grading-queue")
    return redirect("assessments:grading-item", item.pk)


@permission_required("marking.mark")
@require_http_methods(["GET", "HEAD", "POST"])
def grading_item(request: PersonRequest, item_id: int) -> HttpResponse:
    """One answer on the left, the rubric on the right; the next one follows."""
    item = rules.markable_item_for(scope_for(request), request.user, item_id)
    rules.hold_back(item.attempt.sitting, request.user, at=timezone.now())
    if calibration.is_asked(marker=request.user, item=item.item):
        return redirect("assessments:grading-next", item.attempt.sitting_id)
    grade = marking.current_grade(item)
    own = marking.own_mark(item=item, marker=request.user)
    form = MarkingForm(item.item.key["criteria"], request.POST or None, _initial(grade, own))
    if request.method == "POST" and form.is_valid():
        return _mark(request, item, form)
    return render(request, "assessments/grading_item.html", _context(request, item, form, own))


def _mark(request: PersonRequest, item: AttemptItem, form: MarkingForm) -> HttpResponse:
    try:
        marking.mark(
            item=item,
            marker=request.user,
            levels=form.levels(),
            comment=form.cleaned_data["comment"],
            based_on=form.cleaned_data["based_on"],
            at=timezone.now(),
        )
    except CalibrateFirst:
        return redirect("assessments:grading-next", item.attempt.sitting_id)
    except AlreadyMarked:
        messages.warning(request, _("This answer no longer waits for you. Here is the next one."))
    following = marking.next_item(scope_for(request), marker=request.user, sitting=item.attempt.sitting, after=item.pk)
    if following is None:
        return redirect("assessments:grading-next", item.attempt.sitting_id)
    return redirect("assessments:grading-item", following.pk)


def _context(request: PersonRequest, item: AttemptItem, form: MarkingForm, own: Mark | None) -> dict[str, object]:
    answer = answering.stored_answer(item)
    text = str(answer.response.get("text", "")) if answer else ""
    scope = scope_for(request)
    pile = next(
        each for each in marking.piles(scope, marker=request.user) if each.sitting.pk == item.attempt.sitting_id
    )
    last = marking.last_marked(marker=request.user, sitting=item.attempt.sitting)
    return {
        "item": item,
        "snapshot": item.item.key,
        "text": text,
        "files": [(file, filing.also_handed_in(file)) for file in filing.files_of(item, answer and answer.response)],
        "length": length_of(text),
        "note_code": marking.asked_of(item).note_code,
        "form": form,
        "rubric": form.rubric(),
        "pile": pile,
        "last": last if last and last.pk != item.pk else None,
        "is_marked": own is not None,
        "may_mark": marking.may_mark(item=item, marker=request.user),
        "is_doubly": item.marks_needed > 1,
        "decides": own is None and item.needs_marking and item.marks_needed == DECIDING,
    }


def _initial(grade: ItemGrade, own: Mark | None) -> dict[str, object]:
    """What the form begins with: one's own mark, and never what another gave."""
    levels = own.levels if own else {}
    chosen = {f"level-{criterion}": score for criterion, score in levels.items()}
    return {"based_on": grade.number, "comment": own.comment if own else "", **chosen}
