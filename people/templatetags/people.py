"""A person's name wherever people are listed: it leads to their record where the reader may open that."""

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from people.access import scope_for
from people.models.accounts import User
from people.models.organisation import OrgUnit

register = template.Library()


@register.simple_tag(takes_context=True)
def person_name(context: Context, person: User, unit: OrgUnit) -> SafeString | str:
    """The name; a link for readers whose overview covers the unit in which the person is listed."""
    if not scope_for(context["request"]).may("reports.view", unit.path):
        return person.name
    return format_html('<a href="{}">{}</a>', reverse("dashboards:person", args=[person.pk]), person.name)
