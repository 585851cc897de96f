"""What a cohort asks of each of its people, how far they are, and whether it can still be reached.

This file alone interprets the requirement tree that a cohort was pinned to when it opened.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.domain.outcomes import Outcome, outcomes
from assessments.models.sittings import Sitting
from certificates.enums import CertificateState, ItemState, PledgeKind, PledgeState
from certificates.models.certificates import Certificate
from certificates.models.pledges import Pledge
from cohorts.domain.progress import finished_modules
from cohorts.enums import CohortState, IssueMode
from cohorts.models.cohort import Cohort, CohortModule
from cohorts.models.enrollment import Enrollment
from cohorts.models.requirements import AllOf, AtLeast, Leaf, Requirement, leaves
from common.figures import plain
from people.domain.notices import notify

CASE_KEY = "case-"  # Sitting keys of written case studies: "case-<position of the module>".


@dataclass(frozen=True)
class CheckItem:
    """One line of the list that a trainee sees; a group holds lines of its own."""

    kind: str  # module, result, pledge or group
    key: str
    label: str
    state: ItemState
    due_on: date | None = None
    url: str = ""
    done_at: datetime | None = None
    note: str = ""
    opens_at: datetime | None = None  # set while it cannot be begun yet
    waits_for: str = ""  # in words: for whom, where others must act first
    items: tuple["CheckItem", ...] = ()


@dataclass(frozen=True)
class Checklist:
    """Everything a cohort asks of one person."""

    items: tuple[CheckItem, ...]
    state: ItemState
    credit_hours: Decimal
    has_passed: bool  # An examination was asked for and passed.

    @property
    def complete(self) -> bool:
        return self.state == ItemState.DONE

    @property
    def reachable(self) -> bool:
        return self.state != ItemState.UNREACHABLE


@dataclass(frozen=True)
class _Ground:
    """What is known of a cohort and of everybody in it, read in a constant number of queries."""

    cohort: Cohort
    modules: Mapping[str, CohortModule]
    finished: Mapping[int, Collection[int]]
    sittings: Mapping[int, Sitting]
    outcomes: Mapping[tuple[int, str], Outcome]
    pledges: Mapping[tuple[int, str], Pledge]
    at: datetime


def checklist(enrollment: Enrollment, at: datetime) -> Checklist:
    """What is asked of one person."""
    return checklists_of([enrollment], at)[enrollment.pk]


def checklists(cohort: Cohort, at: datetime) -> dict[int, Checklist]:
    """The same for everybody who has not withdrawn, by enrollment, in a constant number of queries."""
    return checklists_of(cohort.enrollments.counted().select_related("cohort"), at)


def checklists_of(enrollments: Iterable[Enrollment], at: datetime) -> dict[int, Checklist]:
    """The same for people of any cohorts (enrollments with their cohort), still in a constant number of queries."""
    people = list(enrollments)
    grounds = _survey(people, at)
    return {person.pk: _checklist(_tree_of(person.cohort), person.pk, grounds[person.cohort_id]) for person in people}


def review(*, enrollment: Enrollment, at: datetime) -> bool:
    """Look whether somebody has just done everything: tell them, and say whether to issue at once."""
    if not checklist(enrollment, at).complete or _has_certificate(enrollment):
        return False
    automatic = enrollment.cohort.issue_mode == IssueMode.AUTOMATIC
    notify(
        recipient=enrollment.person,
        key=f"complete:{enrollment.pk}",
        subject=_("You have completed “%(cohort)s”.") % {"cohort": enrollment.cohort.name},
        body=_("Your certificate is on its way.")
        if automatic
        else _("The organizer will check and issue your certificate."),
        url=reverse("certificates:my-documents"),
        at=at,
    )
    return automatic


def _has_certificate(enrollment: Enrollment) -> bool:
    """Whether the certificate has been made already, or is being made: then there is nothing left to announce."""
    return Certificate.objects.filter(enrollment=enrollment).exclude(state=CertificateState.VOID).exists()


def _tree_of(cohort: Cohort) -> Requirement:
    return cohort.requirement_tree if cohort.requirements else AllOf(())


def _survey(enrollments: list[Enrollment], at: datetime) -> dict[int, _Ground]:
    """What is known of each cohort that these people are in."""
    cohorts = {person.cohort_id: person.cohort for person in enrollments}
    trees = [_tree_of(cohort) for cohort in cohorts.values()]
    keys = {leaf.key for tree in trees for leaf in leaves(tree) if leaf.kind == "result"}
    finished, known = finished_modules(enrollments), outcomes(enrollments, keys)
    # Of two of a kind, the one that is further counts: being asked to sign a new text undoes nothing.
    pledges = {
        (pledge.enrollment_id, pledge.text.kind): pledge
        for pledge in Pledge.objects.filter(enrollment__in=enrollments).select_related("text").furthest_last()
    }
    modules: dict[int, dict[str, CohortModule]] = {pk: {} for pk in cohorts}
    for module in CohortModule.objects.filter(cohort__in=cohorts).defer("payload"):
        modules[module.cohort_id][str(module.position)] = module
    sittings = Sitting.objects.in_bulk({outcome.sitting_id for outcome in known.values()})
    return {pk: _Ground(cohort, modules[pk], finished, sittings, known, pledges, at) for pk, cohort in cohorts.items()}


def _checklist(tree: Requirement, enrollment_id: int, ground: _Ground) -> Checklist:
    whole = _item(tree, enrollment_id, ground)
    done = ground.finished.get(enrollment_id, ())
    hours = sum((m.credit_hours for m in ground.modules.values() if m.position in done), Decimal(0))
    passed = [
        ground.outcomes.get((enrollment_id, leaf.key))
        for leaf in leaves(tree)
        if leaf.kind == "result" and not leaf.key.startswith(CASE_KEY)
    ]
    return Checklist(
        items=whole.items if isinstance(tree, AllOf) else (whole,),
        state=whole.state,
        credit_hours=hours,
        has_passed=any(outcome is not None and bool(outcome.passed) for outcome in passed),
    )


def _item(node: Requirement, enrollment_id: int, ground: _Ground) -> CheckItem:
    match node:
        case AllOf(branches):
            items = tuple(_item(branch, enrollment_id, ground) for branch in branches)
            return CheckItem("group", "", _("All of these"), _state(items, len(items)), items=items)
        case AtLeast(count, branches, label):
            items = tuple(_item(branch, enrollment_id, ground) for branch in branches)
            label = label or _("At least %(count)d of these") % {"count": count}
            return CheckItem("group", "", label, _state(items, count), items=items)
        case Leaf(kind, key):
            leaf = {"module": _module, "result": _result, "pledge": _pledge}[kind]
            return leaf(key, enrollment_id, ground)


def _state(items: Collection[CheckItem], needed: int) -> ItemState:
    """Done when enough are done; waiting when only others must still act; lost when enough cannot be had."""
    count = {state: sum(item.state == state for item in items) for state in ItemState}
    if count[ItemState.DONE] >= needed:
        return ItemState.DONE
    if len(items) - count[ItemState.UNREACHABLE] < needed:
        return ItemState.UNREACHABLE
    if count[ItemState.DONE] + count[ItemState.WAITING] >= needed:
        return ItemState.WAITING
    return ItemState.OPEN


def _module(key: str, enrollment_id: int, ground: _Ground) -> CheckItem:
    module = ground.modules[key]
    done = module.position in ground.finished.get(enrollment_id, ())
    return CheckItem(
        kind="module",
        key=key,
        label=module.title,
        state=ItemState.DONE if done else _open(ground),
        due_on=ground.cohort.ends_on,
        url=reverse("cohorts:module", args=[ground.cohort.pk, module.position]),
    )


def _result(key: str, enrollment_id: int, ground: _Ground) -> CheckItem:
    outcome = ground.outcomes.get((enrollment_id, key))
    if outcome is None:
        return CheckItem("result", key, _unset_name(key, ground), _open(ground), note=_("The date is not yet set."))
    sitting = ground.sittings[outcome.sitting_id]
    state = _result_state(outcome, ground)
    return CheckItem(
        kind="result",
        key=key,
        label=sitting.name,
        state=state,
        due_on=timezone.localtime(sitting.closes_at).date(),
        url=_sitting_url(sitting, ground.cohort),
        note=_result_note(outcome),
        opens_at=outcome.opens_at if state == ItemState.OPEN and outcome.opens_at > ground.at else None,
        waits_for=_result_waits_for(outcome) if state == ItemState.WAITING else "",
    )


def _unset_name(key: str, ground: _Ground) -> str:
    """What is called for before there is a sitting that says its own name."""
    module = ground.modules.get(key.removeprefix(CASE_KEY)) if key.startswith(CASE_KEY) else None
    return module.title if module else _("Final examination")


def _result_state(outcome: Outcome, ground: _Ground) -> ItemState:
    if outcome.passed:
        return ItemState.DONE
    if outcome.submitted or (outcome.on_paper and outcome.closes_at < ground.at):
        return ItemState.WAITING
    if outcome.closes_at < ground.at or (outcome.passed is False and not outcome.attempts_left):
        return ItemState.UNREACHABLE
    return _open(ground)


def _result_note(outcome: Outcome) -> str:
    """What was achieved so far; on a resit it is said that it is one."""
    if outcome.percent is None:
        return _("Resit; absent before") if outcome.is_resit else ""
    figure = {"percent": plain(outcome.percent)}
    if not outcome.is_resit:
        return _("Result: %(percent)s%%") % figure
    if outcome.passed:
        return _("Passed in a resit: %(percent)s%%") % figure
    return _("Resit; best result so far: %(percent)s%%") % figure


def _result_waits_for(outcome: Outcome) -> str:
    if outcome.on_paper:
        return _("Waits for the answer sheet to be keyed in")
    return _("Waits for the grader") if outcome.unmarked else _("Waits for the results to be released")


def _sitting_url(sitting: Sitting, cohort: Cohort) -> str:
    if sitting.key.startswith(CASE_KEY):
        return reverse("assessments:case-open", args=[cohort.pk, int(sitting.key.removeprefix(CASE_KEY))])
    return reverse("assessments:attempt-start", args=[sitting.pk])


def _pledge(key: str, enrollment_id: int, ground: _Ground) -> CheckItem:
    pledge = ground.pledges.get((enrollment_id, key))
    if pledge is None:
        label = _("Pledge: %(kind)s") % {"kind": PledgeKind(key).label}
        return CheckItem("pledge", key, label, _open(ground), note=_("The text is not yet in force."))
    states = {PledgeState.COUNTERSIGNED: ItemState.DONE, PledgeState.SIGNED: ItemState.WAITING}
    return CheckItem(
        kind="pledge",
        key=key,
        label=pledge.text.title,
        state=states.get(PledgeState(pledge.state)) or _open(ground),
        due_on=ground.cohort.ends_on,
        url=reverse("certificates:pledge-sign", args=[pledge.uuid]),
        done_at=pledge.countersigned_at,
        waits_for=_("Waits for the organizer's countersignature") if pledge.state == PledgeState.SIGNED else "",
        note=_("Returned: %(reason)s") % {"reason": pledge.return_reason}
        if pledge.state == PledgeState.RETURNED
        else "",
    )


def _open(ground: _Ground) -> ItemState:
    """A class that has been closed leaves nothing to be done any more."""
    return ItemState.UNREACHABLE if ground.cohort.state == CohortState.CLOSED else ItemState.OPEN
