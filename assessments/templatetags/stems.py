"""How the words of a question stand in a list: with a line where something is to be filled in."""

import re

from django import template
from django.template.defaultfilters import stringfilter

BLANK = "____"
PLACE = re.compile(r"\[\[p\d+\]\]")
"""What an author writes into a cloze for each of its parts."""

register = template.Library()


@register.filter
@stringfilter
def blanks(stem: str) -> str:
    """A stem whose places are lines to write on; whoever answers it sees their numbers instead."""
    return PLACE.sub(BLANK, stem)
