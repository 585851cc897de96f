"""What a cohort is pinned to: the published revisions of a course's modules, and each module as a revision had it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from django.db.models import QuerySet
from wagtail.models import Revision

from courses.blocks.case import criterion_data
from courses.models.catalogue import CoursePage
from courses.models.modules import CaseStudyPage, ModulePage, SimulationPage
from courses.simulation.script import Script


@dataclass(frozen=True)
class PinnedModule:
    """A module with the revision that was live at the time, and what that revision said."""

    module: ModulePage
    revision: Revision
    title: str
    kind: str
    credit_hours: Decimal
    payload: dict[str, Any]


def published_modules(course: CoursePage) -> list[PinnedModule]:
    """The published modules of a course in order; a module that was never published is not there, nor is a draft."""
    modules = ModulePage.objects.live().child_of(course).select_related("live_revision").order_by("path")
    return [_pinned(module) for module in modules if module.live_revision is not None]


def page_of(revision: Revision) -> ModulePage:
    """The module as that revision had it, whatever has been published since."""
    return cast(ModulePage, revision.as_object())


def live_simulations() -> QuerySet[SimulationPage]:
    """The simulations that are published, by title."""
    return SimulationPage.objects.live().order_by("title")


def script_of(page: SimulationPage) -> Script:
    """The scenario of a simulation, as the engine plays it."""
    return page.script


def case_snapshot(page: CaseStudyPage) -> dict[str, Any]:
    """The written submission of a case study as a frozen item (docs/reference/question-snapshot.md)."""
    questions = [f"{number}. {block.value['text']}" for number, block in enumerate(page.questions, start=1)]
    return {
        "format": 1,
        "kind": "case_analysis",
        "stem": "\n\n".join([page.title, *questions]),
        "explanation": "",
        "reference": page.sources.strip(),
        "min_length": page.min_characters,
        "max_length": page.max_characters,
        "criteria": [criterion_data(block.id, block.value) for block in page.rubric],
    }


def _pinned(module: ModulePage) -> PinnedModule:
    revision: Revision = module.live_revision
    content: dict[str, Any] = revision.content
    return PinnedModule(
        module=module,
        revision=revision,
        title=content["title"],
        kind=content["kind"],
        credit_hours=Decimal(content["credit_hours"]),
        payload=content,
    )
