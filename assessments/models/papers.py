"""Papers: sections of chosen questions, and of rules by which every attempt draws its own."""

from typing import Any

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from assessments.enums import BankPurpose, QuestionKind
from assessments.models.banks import Bank
from assessments.models.questions import Question, QuestionVersion
from people.models.organisation import OrgUnit
from people.roles import Scope

NUMBER = models.DecimalField(max_digits=10, decimal_places=2)


def _number(rows: models.QuerySet[Any], what: models.Aggregate) -> Coalesce:
    """What the rows of a paper come to; nought where there are none."""
    return Coalesce(models.Subquery(rows.annotate(number=what).values("number")), 0, output_field=NUMBER)


class PaperQuerySet(models.QuerySet["Paper"]):
    """Papers, chained as one reads them."""

    def visible_to(self, scope: Scope, permission: str = "papers.edit") -> "PaperQuerySet":
        """Those of the units for which the permission was granted."""
        return self.filter(scope.within(permission, "unit__path"))

    def with_counts(self) -> "PaperQuerySet":
        """With the number of questions that an attempt has, and the sum of their points."""
        items = PaperItem.objects.filter(section__paper=models.OuterRef("pk")).order_by().values("section__paper")
        rules = DrawRule.objects.filter(section__paper=models.OuterRef("pk")).order_by().values("section__paper")
        return self.annotate(
            item_count=_number(items, models.Count("pk")) + _number(rules, models.Sum("take")),
            total_points=_number(items, models.Sum("points"))
            + _number(rules, models.Sum(models.F("take") * models.F("points"))),
        )


class Paper(models.Model):
    """A paper of a unit: sections of questions, each pinned to a version, and of rules that draw some."""

    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="papers", verbose_name=_("owning unit"))
    name = models.CharField(_("name of the paper"), max_length=100)
    purpose = models.CharField(_("what it is for"), max_length=10, choices=BankPurpose, default=BankPurpose.EXAM)
    form_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, editable=False, related_name="forms")
    letter = models.CharField(max_length=1, blank=True, editable=False)  # A, B …, of one of several equivalent forms

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["form_of", "letter"], name="paper_form_letter_once"),
            models.CheckConstraint(
                condition=models.Q(form_of=None, letter="") | models.Q(form_of__isnull=False) & ~models.Q(letter=""),
                name="paper_form_has_a_letter",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Section(models.Model):
    """A part of a paper (大题), with a least share of its own where one is asked for."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="sections")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("title of the section"), max_length=100)
    minimum_percent = models.DecimalField(
        _("least percentage"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Whoever stays below it in this section fails the sitting; empty for none."),
    )

    class Meta:
        verbose_name = _("section")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "position"], name="section_position_once"),
            models.UniqueConstraint(fields=["paper", "title"], name="section_title_once"),
        ]

    def __str__(self) -> str:
        return self.title


class PaperItem(models.Model):
    """One question on the paper, in one version, for so many points."""

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="+")
    points = models.DecimalField(_("points"), max_digits=6, decimal_places=2)

    class Meta:
        verbose_name = _("paper item")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["section", "question"], name="paper_item_once"),
            models.CheckConstraint(condition=models.Q(points__gt=0), name="paper_item_points_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.section_id}.{self.position}"


class DrawRule(models.Model):
    """抽题规则: every attempt draws so many reviewed questions of a bank, all worth the same, that fit the description.

    The rules of a paper are its blueprint: how many questions on which topic, of which kind, how hard.
    """

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="rules")
    position = models.PositiveSmallIntegerField()
    bank = models.ForeignKey(Bank, on_delete=models.PROTECT, related_name="+", verbose_name=_("question bank"))
    topic = models.CharField(
        _("point of knowledge"),
        max_length=200,
        blank=True,
        help_text=_("Written as in the bank; empty for any."),
    )
    kind = models.CharField(_("kind of question"), max_length=20, choices=QuestionKind, blank=True)
    difficulty_from = models.PositiveSmallIntegerField(_("difficulty from"), default=1)
    difficulty_to = models.PositiveSmallIntegerField(_("difficulty to"), default=5)
    take = models.PositiveSmallIntegerField(_("questions to draw"), default=5)
    points = models.DecimalField(_("points for each"), max_digits=6, decimal_places=2, default=2)

    class Meta:
        verbose_name = _("draw rule")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(take__gt=0), name="draw_rule_takes_something"),
            models.CheckConstraint(condition=models.Q(points__gt=0), name="draw_rule_points_positive"),
            models.CheckConstraint(
                condition=models.Q(
                    difficulty_from__gte=1, difficulty_to__lte=5, difficulty_from__lte=models.F("difficulty_to")
                ),
                name="draw_rule_difficulty_one_to_five",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section_id}: {self.take}"
