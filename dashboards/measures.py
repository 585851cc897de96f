"""What the figures count: each is defined here once, whoever asks and however it is grouped."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Concat
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, npgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from assessments.enums import SittingPurpose, SittingState
from assessments.models.grades import Result
from certificates.enums import CertificateState, PledgeState
from certificates.models.certificates import Certificate
from certificates.models.pledges import Pledge
from cohorts.enums import CohortState, EnrollmentState, ProgressState
from cohorts.models.cohort import CohortModule
from cohorts.models.enrollment import Enrollment
from cohorts.models.progress import ModuleProgress
from people.models.elections import Seat

Rows = QuerySet[Any, Any]


@dataclass(frozen=True)
class Measure:
    """One figure: rows that belong to a unit and a person, and what is counted over any group of them.

    The list behind it has a line for each thing that is counted (for progress, for each enrollment whose modules are).
    """

    key: str
    label: str | Promise
    meaning: str | Promise  # what is counted of what, as a sentence
    missing: str | Promise  # what a line of the list lacks
    done: str | Promise  # what it has
    heads: tuple[str | Promise, str | Promise]  # how a sheet heads the part and the whole
    noun: Callable[[int], str]  # what so many of the things counted are called
    line_noun: Callable[[int], str]  # and so many lines of the list
    rows: Callable[[], Rows]
    unit: str  # the lookup from a row to its org unit
    person: str  # the lookup from a row to its person
    line: tuple[str, ...]  # the lookups that tell the lines of the list apart
    part: Combinable
    whole: Combinable
    about: str = ""  # the lookup from a row to the name of what the line is about
    about_head: str | Promise = ""
    beside: "Measure | None" = None  # what must be read beside it

    @property
    def is_yes_or_no(self) -> bool:
        """Whether a line counts as one thing, had or not had."""
        return self.noun is self.line_noun


def _in_office() -> Rows:
    """Seats held now, each knowing whether its holder has joined a class since the term began."""
    joined = Enrollment.objects.counted().filter(
        person=OuterRef("person"), clock_from__gte=OuterRef("term__begins_on"), cohort__state__in=_RUN
    )
    return Seat.objects.current().annotate(joined=Exists(joined))


def _in_class() -> Rows:
    """Enrollments in classes that have opened, each knowing its modules and whether a certificate stands."""
    issued = Certificate.objects.filter(enrollment=OuterRef("pk"), state=CertificateState.ISSUED)
    return Enrollment.objects.counted().filter(cohort__state__in=_RUN).annotate(certified=Exists(issued))


def studying() -> Rows:
    """Enrollments in classes that have opened, each with its count of modules, finished and in all."""
    finished = ModuleProgress.objects.filter(enrollment=OuterRef("pk"), state=ProgressState.FINISHED)
    modules = CohortModule.objects.filter(cohort=OuterRef("cohort"))
    return _in_class().annotate(
        finished=_count_of(finished, "enrollment"),
        modules_due=_count_of(modules, "cohort"),
    )


def _released() -> Rows:
    """Results of final examinations, one for an examination and its resits; there are none before release.

    A quiz on the way and a written case study are no examinations.
    """
    resit = Concat("sitting__resit_of__name", Value(f" · {gettext('Resit')}"))
    examination = Case(When(sitting__resit_of__isnull=False, then=resit), default=F("sitting__name"))
    results = Result.objects.filter(sitting__purpose=SittingPurpose.FINAL).exclude(
        enrollment__state=EnrollmentState.WITHDRAWN
    )
    return results.that_count().annotate(examination=examination)


def _absent() -> Rows:
    """Enrollments joined with the examinations of their class that are released without a result of theirs.

    Whoever has a result in a resit was not absent in the end.
    """
    same = Q(sitting=OuterRef("sitting")) | Q(sitting__resit_of=OuterRef("sitting"))
    sat = Result.objects.filter(same, enrollment=OuterRef("pk"))
    examined = Enrollment.objects.counted().filter(
        cohort__state__in=_RUN,
        cohort__sittings__state=SittingState.RELEASED,
        cohort__sittings__purpose=SittingPurpose.FINAL,
        cohort__sittings__resit_of=None,
    )
    return examined.annotate(sitting=F("cohort__sittings")).filter(~Exists(sat))


def _pledged() -> Rows:
    """Pledges that people in a class were asked for."""
    return Pledge.objects.exclude(enrollment__state=EnrollmentState.WITHDRAWN)


def _count_of(rows: Rows, group: str) -> Combinable:
    counted = rows.order_by().values(group).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


def _people(count: int) -> str:
    return ngettext("person", "people", count)


def _modules(count: int) -> str:
    return ngettext("module", "modules", count)


def _enrollments(count: int) -> str:
    return ngettext("enrollment", "enrollments", count)


def _results(count: int) -> str:
    return npgettext("figure", "result", "results", count)


def _pledges(count: int) -> str:
    return ngettext("pledge", "pledges", count)


_RUN = (CohortState.OPEN, CohortState.CLOSED)

ABSENT = Measure(
    key="absent",
    label=pgettext_lazy("figure", "Absent"),
    meaning=_("Whoever is in a cohort and has no result in an examination of it whose results are released."),
    missing=pgettext_lazy("figure", "Absent"),
    done=pgettext_lazy("figure", "Absent"),
    heads=(pgettext_lazy("figure", "Absent"), pgettext_lazy("figure", "Absent")),
    noun=_results,
    line_noun=_results,
    rows=_absent,
    unit="unit",
    person="person",
    line=("pk", "sitting"),
    about="cohort__sittings__name",
    about_head=_("Examination"),
    part=Count("pk"),
    whole=Count("pk"),
)

MEASURES = (
    Measure(
        key="coverage",
        label=pgettext_lazy("figure", "In training"),
        meaning=_("People in office who have joined a cohort since the term began, of all people in office."),
        missing=_("Not yet in training"),
        done=_("Joined a cohort"),
        heads=(_("People who joined a cohort"), _("People to be trained")),
        noun=_people,
        line_noun=_people,
        rows=_in_office,
        unit="unit",
        person="person",
        line=("person",),
        part=Count("person", distinct=True, filter=Q(joined=True)),
        whole=Count("person", distinct=True),
    ),
    Measure(
        key="progress",
        label=pgettext_lazy("figure", "Progress"),
        meaning=_("Modules finished, of the modules that everybody in a cohort has to finish."),
        missing=_("Modules left"),
        done=_("All modules finished"),
        heads=(_("Modules finished"), _("Modules to finish")),
        noun=_modules,
        line_noun=_enrollments,
        rows=studying,
        unit="unit",
        person="person",
        line=("pk",),
        about="cohort__name",
        about_head=_("Cohort"),
        part=Coalesce(Sum(F("finished")), 0),
        whole=Coalesce(Sum(F("modules_due")), 0),
    ),
    Measure(
        key="results",
        label=pgettext_lazy("figure", "Pass rate"),
        meaning=_("Examinations passed, of the examinations whose results are released; who was absent stands beside."),
        missing=_("Not passed"),
        done=_("Passed"),
        heads=(_("Examinations passed"), pgettext_lazy("figure", "Results released")),
        noun=_results,
        line_noun=_results,
        rows=_released,
        unit="enrollment__unit",
        person="enrollment__person",
        line=("pk",),
        about="examination",
        about_head=_("Examination"),
        part=Count("pk", filter=Q(passed=True)),
        whole=Count("pk"),
        beside=ABSENT,
    ),
    Measure(
        key="pledges",
        label=pgettext_lazy("figure", "Pledges signed"),
        meaning=_("Pledges signed and countersigned, of the pledges that are asked for."),
        missing=_("Not fully signed"),
        done=_("Fully signed"),
        heads=(_("Pledges fully signed"), _("Pledges asked for")),
        noun=_pledges,
        line_noun=_pledges,
        rows=_pledged,
        unit="enrollment__unit",
        person="enrollment__person",
        line=("pk",),
        about="text__title",
        about_head=_("Pledge"),
        part=Count("pk", filter=Q(state=PledgeState.COUNTERSIGNED)),
        whole=Count("pk"),
    ),
    Measure(
        key="certificates",
        label=pgettext_lazy("figure", "Certificates issued"),
        meaning=_("Certificates of completion issued, of everybody who has joined a cohort."),
        missing=_("Not issued"),
        done=_("Issued"),
        heads=(_("Certificates issued"), _("Enrollments")),
        noun=_enrollments,
        line_noun=_enrollments,
        rows=_in_class,
        unit="unit",
        person="person",
        line=("pk",),
        about="cohort__name",
        about_head=_("Cohort"),
        part=Count("pk", filter=Q(certified=True)),
        whole=Count("pk"),
    ),
)
COUNTED = (*MEASURES, ABSENT)


def measure_named(key: str) -> Measure | None:
    """The measure with that key, or None."""
    return next((measure for measure in COUNTED if measure.key == key), None)


def read_with(measure: Measure) -> Measure:
    """The figure beside which this one is read; any other is read by itself."""
    return next((main for main in MEASURES if main.beside is measure), measure)
