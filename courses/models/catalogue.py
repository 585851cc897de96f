"""The public tree: front page, catalogue, courses. Anybody may read it; nobody's progress is known here."""

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from common.digits import whole_number
from courses.models.modules import ModulePage
from courses.models.owning import OwnedByItsAuthor
from courses.models.topics import Topic

PAGE_SIZE = 20


class CourseQuerySet(PageQuerySet):
    """Courses, as a list shows them."""

    def on_topic(self, topic_id: int) -> "CourseQuerySet":
        """Courses that deal with a topic."""
        return self.filter(topics=topic_id)

    def with_contents(self) -> "CourseQuerySet":
        """Add how many published modules a course has, and their credit hours together, in the same query."""
        modules = ModulePage.objects.live().filter(path__startswith=models.OuterRef("path")).order_by().values("live")
        count = modules.annotate(count=models.Count("pk")).values("count")
        hours = modules.annotate(hours=models.Sum("credit_hours")).values("hours")
        whole = models.DecimalField(max_digits=6, decimal_places=1)
        return self.annotate(
            module_count=Coalesce(models.Subquery(count), 0),
            hour_count=Coalesce(models.Subquery(hours), models.Value(0), output_field=whole),
        ).prefetch_related("topics")


class HomePage(Page):
    """The front page."""

    introduction = models.TextField(
        _("introduction"), blank=True, help_text=_("Two or three sentences for somebody who comes here first.")
    )

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["courses.CataloguePage"]
    max_count = 1
    page_description = _("The front page of the site.")

    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("front page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the newest courses and the way to all of them."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        courses = CoursePage.objects.live().descendant_of(self).with_contents()
        context["courses"] = courses.order_by("-first_published_at")[:3]
        context["catalogue"] = CataloguePage.objects.live().child_of(self).first()
        return context


class CataloguePage(OwnedByItsAuthor, Page):
    """All courses, to look through."""

    introduction = models.TextField(
        _("introduction"), blank=True, help_text=_("One or two sentences above the list of courses.")
    )

    parent_page_types = ["courses.HomePage"]
    subpage_types = ["courses.CoursePage"]
    page_description = _("The list of all courses.")

    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("catalogue")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the courses, narrowed by the topic and the words that were asked for."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        words, topic = request.GET.get("q", "").strip(), request.GET.get("topic", "")
        courses = CoursePage.objects.live().child_of(self).with_contents()
        if (number := whole_number(topic)) is not None:
            courses = courses.on_topic(number)
        found = courses.search(words) if words else courses
        page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
        return context | {"courses": page, "topics": list(Topic.objects.all()), "words": words, "topic": topic}


class CoursePage(OwnedByItsAuthor, Page):
    """A course: what it is for, and its modules in order below it."""

    summary = models.TextField(
        _("summary"), help_text=_("What somebody can do after this course. Two or three sentences.")
    )
    audience = models.CharField(
        _("for whom"), max_length=200, blank=True, help_text=_("Such as “newly elected committee members”.")
    )
    goals = models.TextField(
        _("goals"), blank=True, help_text=_("One goal a line, each beginning with what the trainee will be able to do.")
    )
    topics = ParentalManyToManyField(
        Topic, verbose_name=_("topics"), blank=True, related_name="courses", help_text=_("By these it is found.")
    )

    objects = PageManager.from_queryset(CourseQuerySet)()

    parent_page_types = ["courses.CataloguePage"]
    subpage_types = ["courses.LecturePage", "courses.CaseStudyPage", "courses.SimulationPage"]
    page_description = _("A course: its modules stand below it, in order.")

    content_panels = [
        HelpPanel(template="courses/panels/course_help.html"),
        *Page.content_panels,
        MultiFieldPanel([FieldPanel("summary"), FieldPanel("audience"), FieldPanel("goals")], _("What it is for")),
        FieldPanel("topics"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("goals"),
        index.RelatedFields("topics", [index.SearchField("name")]),
        index.FilterField("topics"),
    ]

    class Meta:
        verbose_name = _("course")

    @property
    def goal_list(self) -> list[str]:
        """The goals, one by one."""
        return [line.strip() for line in self.goals.splitlines() if line.strip()]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the published modules, in the order of the tree."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["modules"] = ModulePage.objects.live().child_of(self)
        context["catalogue"] = self.get_parent()
        return context
