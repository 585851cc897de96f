"""The verbs that assessments writes into the audit log."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

VERBS = {
    "assessments.bank_purpose_set": (_("Set what a question bank is for"), _("Purpose of a question bank set")),
    "assessments.bank_created": (_("Open question bank"), _("Question bank opened")),
    "assessments.questions_uploaded": (_("Upload questions"), _("Question file uploaded")),
    "assessments.questions_imported": (_("Import questions"), _("Questions imported")),
    "assessments.questions_mend_downloaded": (_("Fetch questions to mend"), _("Questions to mend downloaded")),
    "assessments.bank_exported": (_("Export bank"), _("Question bank exported")),
    "assessments.question_saved": (_("Save question"), _("Question saved")),
    "assessments.question_reviewed": (_("Pass question"), _("Question passed for use")),
    "assessments.question_retired": (_("Retire question"), _("Question retired")),
    "assessments.paper_created": (_("Begin paper"), _("Paper begun")),
    "assessments.forms_made": (_("Make equivalent forms"), _("Equivalent forms made")),
    "assessments.sitting_created": (_("Prepare sitting"), _("Sitting prepared")),
    "assessments.sitting_changed": (_("Change sitting"), _("Sitting changed")),
    "assessments.sitting_published": (_("Publish sitting"), _("Sitting published")),
    "assessments.sitting_extended": (_("Extend the window"), _("Window of a sitting extended")),
    "assessments.accommodation_given": (_("Give more time"), _("More time given to a person")),
    "assessments.accommodation_taken_back": (_("Take back more time"), _("More time taken back")),
    "assessments.late_accepted": (_("Accept a late answer"), _("Late answer accepted")),
    "assessments.late_left": (_("Leave a late answer"), _("Late answer left uncounted")),
    "assessments.attempt_taken_over": (_("Answer on another device"), _("Answering taken over by another device")),
    "assessments.forms_prepared": (_("Prepare printed forms"), _("Printed forms prepared")),
    "assessments.forms_printed": (_("Print forms"), _("Forms and answer sheets printed")),
    "assessments.form_let_go": (_("Let a printed form go"), _("Printed form let go: not sat")),
    "assessments.sheet_keyed": (_("Key in answer sheet"), _("Answer sheet keyed in")),
    "assessments.attempt_submitted": (_("Submit attempt"), _("Attempt submitted")),
    "assessments.marking_rules_set": (_("Set the rules of marking"), _("Rules of marking set")),
    "assessments.file_opened": (_("Open file of an answer"), _("File of an answer opened")),
    "assessments.calibration_chosen": (_("Choose calibration set"), _("Calibration set chosen")),
    "assessments.calibration_marked": (_("Mark for calibration"), _("Answer marked for calibration")),
    "assessments.item_marked": (_("Mark answer"), _("Answer marked")),
    "assessments.regrade_asked": (_("Ask for a regrade"), _("Dry run of a regrade asked for")),
    "assessments.regrade_written": (_("Write a regrade"), _("Regrade written")),
    "assessments.appeal_days_set": (_("Set the days for appeals"), _("Days for appeals set")),
    "assessments.appeal_filed": (_("File an appeal"), _("Appeal filed")),
    "assessments.appeal_answered": (_("Answer an appeal"), _("Appeal answered")),
    "assessments.results_released": (_("Release results"), _("Results released")),
    "assessments.statistics_exported": (_("Export statistics"), _("Statistics exported")),
}


@hooks.register("register_log_actions")
def register_verbs(actions: LogActionRegistry) -> None:
    """Name each verb in the log."""
    for action, (label, message) in VERBS.items():
        actions.register_action(action, label, message)
