"""Modules: what is taught. They describe and present themselves; they know no trainee.

`serve()` shows the public outline. The body is a partial template (`body_template`, which takes `page`), for the study
room and the preview alike.
"""

from decimal import Decimal
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.actions.publish_page_revision import PublishPagePermissionError
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.models import Page, Revision
from wagtail.search import index

from courses.blocks.case import CriterionBlock, EvidenceBlock, QuestionBlock, TimelineBlock
from courses.blocks.media import DownloadBlock, FigureBlock
from courses.blocks.simulation import DecisionBlock, EndingBlock, StoryBlock, VariableBlock, script_from
from courses.blocks.text import HeadingBlock, KeyPointsBlock, ParagraphBlock, ReflectionBlock, RuleBlock, TableBlock
from courses.enums import ModuleKind
from courses.models.fields import Stream
from courses.models.owning import OwnedByItsAuthor
from courses.simulation.check import check
from courses.simulation.script import Script

OUTLINE = "courses/module_page.html"
TEXT = [
    ("heading", HeadingBlock()),
    ("paragraph", ParagraphBlock()),
    ("key_points", KeyPointsBlock()),
    ("rule", RuleBlock()),
    ("table", TableBlock()),
    ("reflection", ReflectionBlock()),
    ("figure", FigureBlock()),
    ("download", DownloadBlock()),
]
EVIDENCE = [("timeline", TimelineBlock()), ("evidence", EvidenceBlock())]


class NotReady(PublishPagePermissionError):
    """The page has faults that keep it from being published; Wagtail shows this as a refusal, not as a crash."""


class ModulePage(OwnedByItsAuthor, Page):
    """The one table that progress, sittings and syllabus point at; only its kinds are created."""

    KIND: ClassVar[ModuleKind]
    body_template: ClassVar[str] = ""

    kind = models.CharField(_("kind"), max_length=20, choices=ModuleKind, editable=False)
    summary = models.TextField(
        _("summary"), help_text=_("What it is about and why it matters, for somebody who has not begun. Two sentences.")
    )
    credit_hours = models.DecimalField(
        _("credit hours"),
        max_digits=4,
        decimal_places=1,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(40))],
        help_text=_("What the trainee is credited with for finishing it."),
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes it takes"), default=45, validators=[MinValueValidator(1)], help_text=_("Shown before it is begun.")
    )
    sources = models.TextField(
        _("sources"), blank=True, help_text=_("Laws, documents and reports that it rests on, with their year.")
    )

    is_creatable = False
    parent_page_types = ["courses.CoursePage"]
    subpage_types: list[str] = []
    template = OUTLINE

    about_panels = [
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("credit_hours"), FieldPanel("minutes")]),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary")]

    class Meta:
        verbose_name = _("module")

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """As a trainee reads it, or as the public sees it."""
        return [("", _("As a trainee sees it")), ("outline", _("Public outline"))]

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """The study room's body by default, on its own page."""
        return self.template if mode_name == "outline" else "courses/module_preview.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the course that it belongs to."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["course"] = self.get_parent()
        return context

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the kind beside the id, so that a list of modules needs no second table."""
        self.kind = self.KIND
        super().save(*args, **kwargs)


class LecturePage(ModulePage):
    """Text, images, documents; finished by reading to the end."""

    KIND = ModuleKind.LECTURE
    template = OUTLINE
    body_template = "courses/_parts/lecture_body.html"

    body = Stream(TEXT, verbose_name=_("text"), blank=True)

    page_description = _("Text, images and documents; finished by reading to the end.")
    content_panels = [
        HelpPanel(template="courses/panels/lecture_help.html"),
        *Page.content_panels,
        MultiFieldPanel(ModulePage.about_panels, _("About this lecture")),
        FieldPanel("body"),
        FieldPanel("sources"),
    ]
    search_fields = [*ModulePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("lecture")


class CaseStudyPage(ModulePage):
    """Background, questions, a written submission marked by a rubric, and what really happened."""

    KIND = ModuleKind.CASE_STUDY
    template = OUTLINE
    body_template = "courses/_parts/case_study_body.html"
    reveal_template = "courses/_parts/case_study_reveal.html"

    background = Stream([*TEXT, *EVIDENCE], verbose_name=_("background and evidence"), blank=True)
    questions = Stream([("question", QuestionBlock())], verbose_name=_("questions"), blank=True)
    min_characters = models.PositiveSmallIntegerField(_("fewest characters"), default=300)
    max_characters = models.PositiveSmallIntegerField(_("most characters"), default=1500)
    rubric = Stream([("criterion", CriterionBlock())], verbose_name=_("rubric"), blank=True)
    reveal = Stream(TEXT, verbose_name=_("what really happened"), blank=True)

    page_description = _("Background, evidence, questions; a written submission marked by a rubric.")
    content_panels = [
        HelpPanel(template="courses/panels/case_study_help.html"),
        *Page.content_panels,
        MultiFieldPanel(ModulePage.about_panels, _("About this case")),
        FieldPanel("sources", help_text=_("A case names where it comes from; without it, it cannot be published.")),
        FieldPanel("background"),
        FieldPanel("questions"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("min_characters"), FieldPanel("max_characters")]),
                FieldPanel("rubric", help_text=_("Graders mark by it; trainees do not see it.")),
            ],
            _("Written submission"),
        ),
        FieldPanel("reveal", help_text=_("Shown to a trainee after the submission.")),
    ]
    search_fields = [*ModulePage.search_fields, index.SearchField("background")]

    class Meta:
        verbose_name = _("case study")


class SimulationPage(ModulePage):
    """Scenes and choices; the server alone knows and decides."""

    KIND = ModuleKind.SIMULATION
    template = OUTLINE
    body_template = "courses/_parts/simulation_body.html"

    introduction = models.TextField(
        _("role and task"), help_text=_("Who the trainee is in this story, and what is to be done by when.")
    )
    variables = Stream([("variable", VariableBlock())], verbose_name=_("variables"), blank=True, collapsed=True)
    scenes = Stream(
        [("story", StoryBlock()), ("decision", DecisionBlock()), ("ending", EndingBlock())],
        verbose_name=_("scenes"),
        blank=True,
        collapsed=True,
        help_text=_(
            "It begins with the first scene. The others may stand in any order; names lead from one to another."
        ),
    )

    page_description = _("Scenes and choices with consequences; ends in a debrief.")
    content_panels = [
        HelpPanel(template="courses/panels/simulation_help.html"),
        *Page.content_panels,
        MultiFieldPanel([*ModulePage.about_panels, FieldPanel("introduction")], _("About this simulation")),
        FieldPanel("variables", help_text=_("What the story keeps count of. Three to five are plenty.")),
        FieldPanel("scenes"),
        FieldPanel("sources"),
    ]

    class Meta:
        verbose_name = _("simulation")

    @property
    def script(self) -> Script:
        """The scenario as the engine plays it."""
        return script_from(variables=self.variables, scenes=self.scenes)

    def publish(self, revision: Revision, **kwargs: Any) -> None:
        """Publish a revision whose scenario passes the check; every way of publishing but the editor's comes here.

        The editor refuses earlier and says why (courses.forms).
        """
        if not check(revision.as_object().script).is_sound:
            raise NotReady(_("The scenario has faults; open it in the editor to see them."))
        super().publish(revision, **kwargs)
