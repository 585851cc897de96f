"""The verbs of people in the audit log."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    """What may be written about elections, rosters and roles."""
    actions.register_action("people.roster_uploaded", _("Upload a roster"), _("Roster uploaded"))
    actions.register_action("people.roster_applied", _("Apply a roster"), _("Roster applied"))
    actions.register_action(
        "people.roster_mend_downloaded", _("Download the sheet to mend"), _("Sheet to mend downloaded")
    )
    actions.register_action("people.phones_changed", _("Change phone numbers by a roster"), _("Phone numbers changed"))
    actions.register_action("people.slips_printed", _("Print first passwords"), _("First passwords printed"))
    actions.register_action(
        "people.slip_printed_again", _("Print a lost password anew"), _("Lost password printed anew")
    )
    actions.register_action("people.seat_ended", _("End a seat"), _("Seat ended"))
    actions.register_action("people.phone_corrected", _("Correct a phone number"), _("Phone number corrected"))
    actions.register_action("people.roster_removed", _("Remove a roster of no use"), _("Roster of no use removed"))
    actions.register_action("people.role_granted", _("Grant a role"), _("Role granted"))
    actions.register_action("people.divisions_imported", _("Import divisions"), _("Divisions imported"))
