"""Setting up sittings: a paper, or one case study, becomes frozen items that no later edit reaches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from itertools import count
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Sum
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from assessments.domain import families, papers, timing
from assessments.domain.blueprint import Pool, pools_of, rules_of
from assessments.domain.freezing import PoolTooSmall, freeze, versions_of
from assessments.domain.rekeying import RUBRIC
from assessments.enums import QuestionStatus, Reveal, SittingPurpose, SittingState
from assessments.kinds.base import ZERO
from assessments.kinds.registry import check
from assessments.models.attempts import Attempt
from assessments.models.papers import DrawRule, Paper
from assessments.models.questions import QuestionVersion
from assessments.models.sittings import Sitting, SittingItem
from cohorts.domain.opening import FINAL
from cohorts.models.cohort import Cohort, CohortModule
from cohorts.models.enrollment import Enrollment
from common import audit
from courses.domain import syllabus
from people.domain.notices import notify
from people.models.accounts import User

MANY = 999
"""As often as one likes."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why something cannot be done yet: a code that the page puts into words, and how many it concerns."""

    code: str
    count: int = 1
    rule: DrawRule | None = None


@dataclass(frozen=True, slots=True)
class Size:
    """How many questions every attempt of a sitting has, and what they come to."""

    count: int
    points: Decimal


class CannotPublish(Exception):
    """The sitting is not ready; carries every obstacle."""

    def __init__(self, obstacles: list[Obstacle]) -> None:
        super().__init__(obstacles)
        self.obstacles = obstacles


class FinalExists(Exception):
    """The cohort has its final examination already: whoever failed it needs a resit, not another one."""


def create_sitting(*, cohort: Cohort, purpose: SittingPurpose, by: User, **fields: Any) -> Sitting:
    """Prepare a sitting for a cohort under the next key; trainees learn of it when it is published."""
    with transaction.atomic():
        key = _free_key(cohort, purpose, fields.get("resit_of"))
        fields |= _rules_of(purpose)
        sitting = Sitting.objects.create(cohort=cohort, purpose=purpose, key=key, **fields)
        audit.record("assessments.sitting_created", subject=sitting, user=by)
    return sitting


def has_final(cohort: Cohort, *, besides: Sitting | None = None) -> bool:
    """Whether a final examination was set up for the cohort, resits left aside."""
    finals = Sitting.objects.filter(cohort=cohort, purpose=SittingPurpose.FINAL, resit_of=None)
    others = finals.exclude(pk=besides.pk) if besides and besides.pk else finals
    return others.exists()


def change_draft(*, sitting: Sitting, fields: dict[str, Any], by: User) -> bool:
    """Change a sitting that is still in preparation; tells whether it still was. Its key follows its purpose."""
    with transaction.atomic():
        stored = Sitting.objects.select_related("cohort").get(pk=sitting.pk)
        purpose = fields.get("purpose", stored.purpose)
        fields = {**fields, **_rules_of(purpose)}
        if purpose != stored.purpose:
            fields["key"] = _free_key(stored.cohort, purpose)
        changed = Sitting.objects.filter(pk=sitting.pk, state=SittingState.DRAFT).update(**fields) == 1
        if changed:
            audit.record("assessments.sitting_changed", subject=sitting, user=by)
    return changed


def publishing_obstacles(sitting: Sitting, *, at: datetime) -> list[Obstacle]:
    """Return everything that keeps a sitting from being published; nothing keeps one that is."""
    if sitting.state != SittingState.DRAFT:
        return []
    return list(_publishing_obstacles(sitting, at))


def size_of(sitting: Sitting) -> Size:
    """Return how large every attempt of a published sitting is, in one query: of a pool counts what is drawn."""
    parts = sitting.items.order_by().values("draw", "draw__take", "draw__points")
    count, points = 0, ZERO
    for part in parts.annotate(own=Count("pk"), own_points=Sum("points")):
        take = part["draw__take"]
        count += take or part["own"]
        points += take * part["draw__points"] if take else part["own_points"]
    return Size(count, points)


def planned_size(paper: Paper) -> Size:
    """Return how large every attempt would be if a sitting of the paper were published now."""
    items, rules = papers.items_of(paper), rules_of(paper)
    count = len(items) + sum(rule.take for rule in rules)
    points = sum((item.points for item in items), ZERO) + sum((rule.take * rule.points for rule in rules), ZERO)
    return Size(count, points)


def publish(*, sitting: Sitting, by: User, at: datetime) -> Sitting:
    """Freeze the paper into the sitting and tell the cohort; a second press changes nothing."""
    if sitting.state != SittingState.DRAFT:
        return sitting
    if obstacles := publishing_obstacles(sitting, at=at):
        raise CannotPublish(obstacles)
    with transaction.atomic():
        if not _claim(sitting, at):
            sitting.refresh_from_db()
            return sitting
        _freeze(sitting)
        _announce(sitting, at)
        audit.record("assessments.sitting_published", subject=sitting, user=by)
    sitting.refresh_from_db()
    return sitting


def open_case_sittings(*, cohort: Cohort) -> list[Sitting]:
    """Give every case study of an opened cohort its written submission; doing so again changes nothing."""
    modules = cohort.modules.filter(kind="case_study").select_related("revision")
    return [_open_case_sitting(cohort, module) for module in modules]


def move_case_sittings(*, cohort: Cohort, at: datetime) -> None:
    """Let the case studies of a cohort end on its last day, those under way too; doing so again changes nothing."""
    ends_at = _end_of(cohort)
    with transaction.atomic():
        timing.hold_beginners(Enrollment.objects.filter(cohort=cohort))
        Sitting.objects.filter(cohort=cohort, module__isnull=False).update(closes_at=ends_at)
        running = Attempt.objects.filter(sitting__cohort=cohort, sitting__module__isnull=False)
        timing.keep_promises(running, at=at)


def case_key(position: int) -> str:
    """Return the key under which the requirements know the submission of a module."""
    return f"case-{position}"


def _rules_of(purpose: str) -> dict[str, Any]:
    """What no setting changes: practice knows no clock, goes on for as long as one likes, and hides nothing."""
    if purpose != SittingPurpose.PRACTICE:
        return {}
    return {
        "minutes": None,
        "attempts_allowed": MANY,
        "reveal": Reveal.AFTER_RELEASE,
        "appeal_days": 0,
        "cooldown_minutes": 0,
    }


def _free_key(cohort: Cohort, purpose: SittingPurpose, resit_of: Sitting | None = None) -> str:
    """Return the word by which requirements are to know a sitting: final, quiz-1, resit-1-final."""
    # Touching the row makes a second press wait, and then find what the first has taken.
    Cohort.objects.filter(pk=cohort.pk).update(name=F("name"))
    taken = set(Sitting.objects.filter(cohort=cohort).values_list("key", flat=True))
    if purpose == SittingPurpose.FINAL and resit_of is None:
        if FINAL in taken:
            raise FinalExists
        return FINAL
    pattern = f"resit-%d-{resit_of.key}" if resit_of else f"{SittingPurpose(purpose).value}-%d"
    return next(key for key in (pattern % number for number in count(1)) if key not in taken)


def _open_case_sitting(cohort: Cohort, module: CohortModule) -> Sitting:
    with transaction.atomic():
        sitting, created = Sitting.objects.get_or_create(
            cohort=cohort,
            key=case_key(module.position),
            defaults={
                "module": module,
                "purpose": SittingPurpose.CASE,
                "name": module.title[:100],
                "opens_at": _start_of(cohort),
                "closes_at": _end_of(cohort),
                "state": SittingState.PUBLISHED,
                "published_at": cohort.opened_at,
                "reveal": Reveal.AFTER_RELEASE,
                "shuffle": False,
            },
        )
        if created:
            snapshot = syllabus.case_snapshot(syllabus.page_of(module.revision))
            SittingItem.objects.create(sitting=sitting, position=1, snapshot=snapshot, points=100)
    return sitting


def _publishing_obstacles(sitting: Sitting, at: datetime) -> Iterator[Obstacle]:
    items = papers.items_of(sitting.paper) if sitting.paper else []
    pools = pools_of(sitting.paper) if sitting.paper else []
    if not items and not pools:
        yield Obstacle("paper-empty")
    if unreviewed := sum(_is_unreviewed(item) for item in items):
        yield Obstacle("not-reviewed", unreviewed)
    versions = [item.version for item in items] + list(versions_of(pools).values())
    if faulty := sum(bool(check(version.snapshot)) for version in versions):
        yield Obstacle("faulty", faulty)
    yield from _shortages(pools)
    yield from _purpose_obstacles(sitting, versions)
    if sitting.closes_at <= at:
        yield Obstacle("window-over")
    if sitting.is_resit:
        yield from _resit_obstacles(sitting, at)


def _purpose_obstacles(sitting: Sitting, versions: Sequence[QuestionVersion]) -> Iterator[Obstacle]:
    """Practice shows its answers: its questions are its own, and no person has to look at one first."""
    purpose, paper = SittingPurpose(sitting.purpose), sitting.paper
    if paper is None:
        return
    if paper.purpose != purpose.of_bank:
        yield Obstacle("other-purpose")
    if banks := papers.banks_of_other_purpose(paper):
        yield Obstacle("other-banks", banks)
    written = sum(RUBRIC in version.snapshot for version in versions)
    if purpose == SittingPurpose.PRACTICE and written:
        yield Obstacle("needs-person", written)


def _resit_obstacles(sitting: Sitting, at: datetime) -> Iterator[Obstacle]:
    """Whoever is still to pass is known only when all that went before has closed and its results are out."""
    if not sitting.cohort.is_open:
        yield Obstacle("cohort-closed")
    before = families.undecided(sitting, at=at)
    if before.sittings:
        yield Obstacle("earlier-open")
    if before.attempts:
        yield Obstacle("earlier-unreleased", before.attempts)
    if not before and not families.those_without_pass(sitting).exists():
        yield Obstacle("all-passed")


def _shortages(pools: Sequence[Pool]) -> list[Obstacle]:
    return [Obstacle("pool-too-small", pool.lacking, pool.rule) for pool in pools if pool.lacking]


def _freeze(sitting: Sitting) -> None:
    """Between the look and the act the bank may have shrunk: then nothing is published."""
    try:
        freeze(sitting)
    except PoolTooSmall as refusal:
        raise CannotPublish(_shortages(refusal.pools)) from refusal


def _is_unreviewed(item: papers.PaperItem) -> bool:
    """A retired question may stay on a paper that has it; a draft of the very version pinned may not."""
    is_draft = item.question.status == QuestionStatus.DRAFT
    return is_draft and item.version.number == item.question.version


def _claim(sitting: Sitting, at: datetime) -> bool:
    drafts = Sitting.objects.filter(pk=sitting.pk, state=SittingState.DRAFT)
    return drafts.update(state=SittingState.PUBLISHED, published_at=at) == 1


def _announce(sitting: Sitting, at: datetime) -> None:
    enrollments = families.those_to_sit(sitting).select_related("person")
    # A notice is read by the trainee, not by the organizer whose language the request has.
    with translation.override(settings.LANGUAGE_CODE):
        subject = _subject(sitting) % {"name": sitting.name}
        window = {"opens": moment(sitting.opens_at), "closes": moment(sitting.closes_at)}
        body = _("It opens on %(opens)s and closes on %(closes)s.") % window
    for enrollment in enrollments:
        notify(
            recipient=enrollment.person,
            key=f"sitting-published-{sitting.pk}",
            subject=subject,
            body=body,
            url=reverse("assessments:attempt-start", args=[sitting.pk]),
            at=at,
        )


def _subject(sitting: Sitting) -> str:
    if sitting.is_practice:
        return _("Practice: %(name)s")
    return _("Resit: %(name)s") if sitting.is_resit else _("Examination: %(name)s")


def moment(at: datetime) -> str:
    """Return a time as a notice says it: it is read on another day."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def _start_of(cohort: Cohort) -> datetime:
    return timezone.make_aware(datetime.combine(cohort.starts_on, time.min))


def _end_of(cohort: Cohort) -> datetime:
    return timezone.make_aware(datetime.combine(cohort.ends_on, time.max))
