"""What certificates adds to the CMS: pledge texts, designs, seals, and the verbs of the audit log."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PublishingPanel
from wagtail.log_actions import LogActionRegistry
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from certificates.models.designs import CertificateDesign
from certificates.models.pledges import PledgeText
from certificates.models.seals import Seal
from certificates.views.designing import DESIGNS, SEALS, DesignViewSet, SealViewSet

VERBS = {
    "certificates.sign_pledge": (_("Sign pledge"), _("Pledge signed")),
    "certificates.ask_anew": (_("Ask to sign a new text"), _("People were asked to sign a new pledge text")),
    "certificates.review_clauses": (_("Review pledge by clause"), _("Pledge reviewed clause by clause")),
    "certificates.correct_review": (_("Correct review by clause"), _("Review of a pledge corrected by another")),
    "certificates.make_statement": (_("Make a statement on a review"), _("Statement made on the review of a pledge")),
    "certificates.countersign": (_("Countersign pledge"), _("Pledge countersigned")),
    "certificates.post": (_("Post pledge"), _("Pledge posted on the public board")),
    "certificates.take_down": (_("Take down pledge"), _("Pledge taken off the public board")),
    "certificates.endorse": (_("Countersign pledge as secretary"), _("Pledge countersigned by the secretary")),
    "certificates.return_pledge": (_("Return pledge"), _("Pledge returned")),
    "certificates.issue": (_("Issue certificate"), _("Certificate issued")),
    "certificates.issue_cohort": (_("Issue for a cohort"), _("Issuing for the cohort begun")),
    "certificates.cancel_issue": (_("Stop issuing"), _("Issuing for the cohort stopped")),
    "certificates.reissue": (_("Reissue certificate"), _("Certificate replaced by a corrected one")),
    "certificates.print": (_("Print certificates"), _("Certificates of the cohort printed")),
    "certificates.download_cohort": (_("Download certificates"), _("Certificates of the cohort downloaded")),
    "certificates.revoke": (_("Revoke certificate"), _("Certificate revoked")),
    "certificates.keep": (_("Keep certificate"), _("Certificate kept after a review")),
    "certificates.export_anchor": (_("Export anchor"), _("Anchor of the record chain exported")),
    "certificates.export_time_stamp": (_("Export time stamp"), _("Time stamp of a document exported")),
    "certificates.retire_key": (_("Retire signing key"), _("Signing key retired")),
    "certificates.download": (_("Download document"), _("Document downloaded")),
}


@hooks.register("register_log_actions")
def register_verbs(actions: LogActionRegistry) -> None:
    """Name each verb in the log."""
    for action, (label, message) in VERBS.items():
        actions.register_action(action, label, message)


class PledgeTextViewSet(SnippetViewSet):
    """Pledge texts: drafts, revisions and publishing; a published text is what is signed from then on."""

    model = PledgeText
    icon = "doc-full"
    menu_label = _("Pledge texts")
    add_to_admin_menu = True
    list_display = ("title", "kind", "effective_on")
    list_filter = ("kind",)
    panels = (
        MultiFieldPanel(
            [FieldPanel(name) for name in ("kind", "title", "effective_on", "bundle", "countersigners")],
            heading=_("About"),
        ),
        MultiFieldPanel(
            [FieldPanel("preamble"), FieldPanel("clauses"), FieldPanel("triggers")],
            heading=_("Wording"),
            help_text=_("Whoever has begun to read an older version is asked to read the new one."),
        ),
        PublishingPanel(),
    )


register_permission_policy(CertificateDesign, DESIGNS)
register_permission_policy(Seal, SEALS)
register_snippet(PledgeTextViewSet)
register_snippet(DesignViewSet)
register_snippet(SealViewSet)
