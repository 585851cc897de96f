"""The public tree: front page, catalogue, courses."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.models import Page

from courses.models.topics import Topic


class HomePage(Page):
    """The front page."""

    introduction = models.TextField(_("introduction"), blank=True)

    parent_page_types = ["wagtailcore.Page"]
    max_count = 1


class CataloguePage(Page):
    """All courses, to look through."""

    introduction = models.TextField(_("introduction"), blank=True)

    parent_page_types = ["courses.HomePage"]
    subpage_types = ["courses.CoursePage"]


class CoursePage(Page):
    """A course: what it is for, and its modules in order below it."""

    summary = models.TextField(_("summary"))
    audience = models.CharField(_("for whom"), max_length=200, blank=True)
    topics = ParentalManyToManyField(Topic, verbose_name=_("topics"), blank=True)

    parent_page_types = ["courses.CataloguePage"]
    subpage_types = ["courses.LecturePage", "courses.CaseStudyPage", "courses.SimulationPage"]
