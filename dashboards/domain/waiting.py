"""What waits for an organizer today: rosters, classes, results, pledges, certificates, people."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.enums import MarkingState, SittingState
from assessments.models.appeals import Appeal
from assessments.models.attempts import Attempt, AttemptItem
from assessments.models.sittings import Sitting
from certificates.domain import superseding
from certificates.domain.completion import checklists_of
from certificates.domain.expiring import expiring
from certificates.enums import CertificateState, PledgeState
from certificates.models.certificates import Certificate
from certificates.models.pledges import Pledge
from certificates.models.reviews import CertificateReview
from cohorts.enums import CohortState, EnrollmentState, ProgressState
from cohorts.models.cohort import Cohort, CohortQuerySet
from cohorts.models.enrollment import Enrollment
from cohorts.models.progress import ModuleProgress
from dashboards.measures import studying
from people.enums import ImportState
from people.models.imports import RosterImport
from people.roles import Scope

SOON = timedelta(days=7)


@dataclass(frozen=True)
class Task:
    """One thing to see to: what it is, how much, and where it is done."""

    title: str
    note: str
    url: str


@dataclass(frozen=True)
class Pile:
    """Tasks of one sort."""

    title: str | Promise
    tasks: Sequence[Task]


def piles(scope: Scope, *, at: datetime) -> list[Pile]:
    """Everything that waits, sort by sort, in the order in which it should be seen to; empty sorts are left out."""
    found = [
        Pile(gettext_lazy("Rosters that are checked but not applied"), list(_rosters(scope))),
        Pile(gettext_lazy("Certificates to issue"), list(_ready(scope, at))),
        Pile(gettext_lazy("Certificates to review"), list(_doubtful(scope))),
        Pile(gettext_lazy("Certificates that end within 90 days"), list(_expiring(scope, at))),
        Pile(gettext_lazy("Pledges to countersign"), list(_signed(scope))),
        Pile(gettext_lazy("New pledge texts to ask people in office for"), list(_superseded(scope, at))),
        Pile(gettext_lazy("Appeals that wait for an answer"), list(_appeals(scope, at))),
        Pile(gettext_lazy("Results to release"), list(_marked(scope, at))),
        Pile(gettext_lazy("Cohorts to open"), list(_drafts(scope))),
        Pile(gettext_lazy("Cohorts that end within 7 days, with people who are not done"), list(_ending(scope, at))),
        Pile(gettext_lazy("People who have finished nothing yet"), list(_idle(scope, at))),
    ]
    return [pile for pile in found if pile.tasks]


def _rosters(scope: Scope) -> Iterator[Task]:
    checked = RosterImport.objects.visible_to(scope).filter(state=ImportState.CHECKED).select_related("unit")
    for roster in checked:
        url = reverse("people:roster-import", args=[roster.pk])
        yield Task(roster.file_name, roster.unit.name, url)


def _drafts(scope: Scope) -> Iterator[Task]:
    for cohort in _cohorts(scope, "cohorts.manage").filter(state=CohortState.DRAFT):
        note = _("begins on %(day)s") % {"day": cohort.starts_on}
        yield Task(cohort.name, note, reverse("cohorts:cohort-detail", args=[cohort.pk]))


def _ending(scope: Scope, at: datetime) -> Iterator[Task]:
    """Open cohorts that end within a week although somebody still has modules to finish."""
    today = timezone.localdate(at)
    ending = _open(scope).filter(ends_on__lte=today + SOON)
    counts = _unfinished_in(ending, finished__lt=F("modules_due"))
    for cohort in ending.filter(pk__in=counts).order_by("ends_on", "pk"):
        days = (cohort.ends_on - today).days
        left = ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days} if days >= 0 else _("over")
        note = f"{_people(counts[cohort.pk])} · {left}"
        yield Task(
            cohort.name, note, reverse("cohorts:cohort-progress", args=[cohort.pk]) + "?far=unfinished&order=behind"
        )


def _idle(scope: Scope, at: datetime) -> Iterator[Task]:
    """Open cohorts that have begun and have people who finished nothing yet."""
    begun = _open(scope).filter(starts_on__lte=timezone.localdate(at))
    counts = _unfinished_in(begun, finished=0, modules_due__gt=0)
    for cohort in begun.filter(pk__in=counts).order_by("ends_on", "pk"):
        url = reverse("cohorts:cohort-progress", args=[cohort.pk]) + "?far=none"
        yield Task(cohort.name, _people(counts[cohort.pk]), url)


def _unfinished_in(cohorts: CohortQuerySet, **condition: object) -> Counter[int]:
    learning = studying().filter(state=EnrollmentState.ACTIVE, cohort__in=cohorts, **condition)
    return Counter(learning.values_list("cohort", flat=True))


def _signed(scope: Scope) -> Iterator[Task]:
    signed = Pledge.objects.filter(
        state=PledgeState.SIGNED, enrollment__cohort__in=_cohorts(scope, "pledges.countersign")
    ).exclude(enrollment__state=EnrollmentState.WITHDRAWN)
    counts = Counter(signed.values_list("enrollment__cohort", flat=True))
    for cohort in Cohort.objects.filter(pk__in=counts):
        note = ngettext("%(count)d pledge", "%(count)d pledges", counts[cohort.pk]) % {"count": counts[cohort.pk]}
        yield Task(cohort.name, note, reverse("certificates:pledge-queue", args=[cohort.pk]) + "?state=signed")


def _superseded(scope: Scope, at: datetime) -> Iterator[Task]:
    """Classes in which people in office have signed only a text that no longer holds, and have not been asked anew."""
    counts = superseding.people_to_ask(_cohorts(scope, "pledges.countersign"), on=timezone.localdate(at))
    for cohort in Cohort.objects.filter(pk__in=counts):
        yield Task(cohort.name, _people(counts[cohort.pk]), reverse("certificates:pledges-anew", args=[cohort.pk]))


def _ready(scope: Scope, at: datetime) -> Iterator[Task]:
    """Classes with people who have done everything and hold no certificate, as the completion list counts them."""
    held = Certificate.objects.filter(enrollment=OuterRef("pk"), state=CertificateState.ISSUED)
    finished = ModuleProgress.objects.filter(enrollment=OuterRef("pk"), state=ProgressState.FINISHED)
    candidates = Enrollment.objects.counted().filter(
        ~Exists(held), Exists(finished), cohort__in=_cohorts(scope, "certificates.issue")
    )
    people = list(candidates.select_related("cohort"))
    complete = checklists_of(people, at)
    counts = Counter(person.cohort_id for person in people if complete[person.pk].complete)
    for cohort in Cohort.objects.filter(pk__in=counts):
        url = reverse("certificates:completion-list", args=[cohort.pk]) + "?state=ready"
        yield Task(cohort.name, _people(counts[cohort.pk]), url)


def _appeals(scope: Scope, at: datetime) -> Iterator[Task]:
    """Sittings with appeals that nobody has answered; how many are overdue."""
    waiting = Appeal.objects.waiting().visible_to(scope, "sittings.manage").select_related("item__attempt")
    found: dict[int, list[bool]] = {}
    for appeal in waiting:
        found.setdefault(appeal.item.attempt.sitting_id, []).append(appeal.due_at < at)
    for sitting in Sitting.objects.filter(pk__in=found).select_related("cohort"):
        overdue = found[sitting.pk]
        note = ngettext("%(count)d appeal", "%(count)d appeals", len(overdue)) % {"count": len(overdue)}
        if late := sum(overdue):
            note += " · " + ngettext("%(count)d overdue", "%(count)d overdue", late) % {"count": late}
        url = reverse("assessments:sitting-appeals", args=[sitting.pk])
        yield Task(f"{sitting.cohort.name} · {sitting.name}", note, url)


def _doubtful(scope: Scope) -> Iterator[Task]:
    """Certificates that are out although a changed result no longer carries them."""
    waiting = CertificateReview.objects.waiting().visible_to(scope)
    for review in waiting.select_related("certificate__enrollment__person", "certificate__enrollment__cohort"):
        certificate = review.certificate
        url = reverse("certificates:certificate-review", args=[certificate.number])
        yield Task(
            f"{certificate.number} · {certificate.enrollment.person.name}", certificate.enrollment.cohort.name, url
        )


def _expiring(scope: Scope, at: datetime) -> Iterator[Task]:
    """One line for all: the list says whose they are."""
    today = timezone.localdate(at)
    if count := expiring(scope, on=today).filter(expires_on__gte=today).count():
        note = ngettext("%(count)d certificate", "%(count)d certificates", count) % {"count": count}
        yield Task(_("To be renewed"), note, reverse("certificates:expiring-list") + "?state=soon")


def _marked(scope: Scope, at: datetime) -> Iterator[Task]:
    """Sittings whose window is over and whose papers are all marked, with something that is not yet released."""
    attempts = Attempt.objects.filter(sitting=OuterRef("pk"))
    unmarked = AttemptItem.objects.filter(attempt__sitting=OuterRef("pk"), needs_marking=True)
    final = attempts.filter(marking__in=[MarkingState.AUTO_GRADED, MarkingState.MARKED])
    sittings = Sitting.objects.visible_to(scope, "results.release").filter(
        Exists(final), ~Exists(attempts.in_progress()), ~Exists(unmarked)
    )
    over = sittings.exclude(state=SittingState.DRAFT).filter(Q(closes_at__lte=at) | Q(module__isnull=False))
    ready = Q(attempts__marking__in=[MarkingState.AUTO_GRADED, MarkingState.MARKED])
    left = Q(attempts__enrollment__state=EnrollmentState.WITHDRAWN)
    waiting = Count("attempts__enrollment", filter=ready & ~left, distinct=True)
    for sitting in over.select_related("cohort").annotate(waiting=waiting):
        url = reverse("assessments:sitting-detail", args=[sitting.pk]) + "?standing=ready"
        yield Task(f"{sitting.cohort.name} · {sitting.name}", _people(sitting.waiting), url)


def _cohorts(scope: Scope, permission: str) -> CohortQuerySet:
    return Cohort.objects.visible_to(scope, permission)


def _open(scope: Scope) -> CohortQuerySet:
    return _cohorts(scope, "cohorts.manage").filter(state=CohortState.OPEN)


def _people(count: int) -> str:
    return ngettext("%(count)d person", "%(count)d people", count) % {"count": count}
