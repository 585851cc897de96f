"""Which part of a list is shown: a page on the screen, for paper the whole of it."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

ON_PAPER = 2000  # Lines on one print; a longer list is printed in parts, and each says which it is.


def page_asked(request: HttpRequest, rows: Any, size: int) -> Page[Any]:
    """The page that the address asks for; with `print` the pages are as long as a print may be."""
    return Paginator(rows, ON_PAPER if is_for_paper(request) else size).get_page(request.GET.get("page"))


def is_for_paper(request: HttpRequest) -> bool:
    """Does somebody want the list on paper?"""
    return bool(request.GET.get("print"))
