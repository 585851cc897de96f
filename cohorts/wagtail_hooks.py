"""What cohorts registers with Wagtail: its verbs in the audit log, and that no page with records is deleted."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from cohorts.domain.using import cohorts_using

NAMED = 5  # Classes that a refusal names.


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    """Name each act as the log's reader sees it."""
    actions.register_action("cohorts.create", _("Create a cohort"), _("Prepared the cohort"))
    actions.register_action("cohorts.change", _("Change a cohort"), _("Changed the cohort"))
    actions.register_action("cohorts.open", _("Open a cohort"), _("Opened the cohort"))
    actions.register_action("cohorts.close", _("Close a cohort"), _("Closed the cohort"))
    actions.register_action("cohorts.reschedule", _("Move the last day"), _("Changed last day or organizer"))
    actions.register_action("cohorts.reopen", _("Open a cohort again"), _("Opened the closed cohort again"))
    actions.register_action("cohorts.move", _("Move a cohort"), _("Moved the cohort to newer revisions"))
    actions.register_action("cohorts.enroll", _("Enroll by hand"), _("Enrolled a person by hand"))
    actions.register_action("cohorts.withdraw", _("Withdraw a person"), _("Withdrew a person"))
    actions.register_action("cohorts.export", _("Export progress"), _("Exported the progress of the cohort"))


@hooks.register("before_delete_page")
def keep_a_page_with_records(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Say which classes learn from a page, and offer to unpublish it."""
    return _refusal(request, [page])


@hooks.register("before_bulk_action")
def keep_pages_with_records(
    request: HttpRequest, action_type: str, objects: Iterable[object], action: object
) -> HttpResponse | None:
    """The same for pages that were ticked in a list."""
    pages = [each for each in objects if isinstance(each, Page)]
    return _refusal(request, pages) if action_type == "delete" and pages else None


def _refusal(request: HttpRequest, pages: list[Page]) -> HttpResponse | None:
    used = cohorts_using(pages)
    if not used:
        return None
    said = gettext("This cannot be deleted, because classes learn from it: %(cohorts)s. Unpublish it instead.")
    live = [page for page in pages if page.permissions_for_user(request.user).can_unpublish()]
    buttons = [
        messages.button(reverse("wagtailadmin_pages:unpublish", args=[page.pk]), gettext("Unpublish"))
        for page in live[:1]
    ]
    messages.error(request, said % {"cohorts": "、".join(used[:NAMED])}, buttons=buttons)
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk)
