"""The verbs that cohorts writes into the audit log."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry


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
