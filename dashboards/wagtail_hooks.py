"""Registers what dashboards writes into the log."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    """The downloads of personal data, and the reminders."""
    actions.register_action("dashboards.export_overview", _("Overview downloaded"), _("Overview downloaded"))
    actions.register_action("dashboards.export_people", _("List of people downloaded"), _("List of people downloaded"))
    actions.register_action("dashboards.remind", _("People reminded"), _("People reminded"))
