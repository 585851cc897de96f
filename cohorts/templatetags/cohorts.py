"""The sections of a cohort that a person may enter, for every page that stands below one."""

from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cohorts.models.cohort import Cohort
from people.access import scope_for

register = template.Library()

# section, permission, label, name of the address
SECTIONS = (
    ("overview", "cohorts.view", _("At a glance"), "cohorts:cohort-detail"),
    ("roster", "cohorts.view", _("Roster"), "cohorts:cohort-roster"),
    ("progress", "cohorts.view", _("Progress"), "cohorts:cohort-progress"),
    ("sittings", "sittings.manage", _("Examinations"), "assessments:sitting-list"),
    ("pledges", "pledges.countersign", _("Pledges"), "certificates:pledge-queue"),
    ("completion", "certificates.issue", _("Completion"), "certificates:completion-list"),
)
BEFORE_OPENING = frozenset({"overview", "roster"})


@register.simple_tag(takes_context=True)
def cohort_sections(context: Context, cohort: Cohort, section: str) -> list[dict[str, Any]]:
    """The tabs of _parts/tabs.html; a draft has fewer, for nothing has happened in it."""
    scope = scope_for(context["request"])
    return [
        {"label": label, "url": reverse(name, args=[cohort.pk]), "current": key == section}
        for key, permission, label, name in SECTIONS
        if scope.may(permission, cohort.unit.path) and (key in BEFORE_OPENING or not cohort.is_draft)
    ]
