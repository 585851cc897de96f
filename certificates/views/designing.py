"""Designs and seals in the CMS: Wagtail's own views, kept to the units of whoever looks."""

from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel, PublishingPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from certificates.forms import DesignForm, SealForm
from certificates.models.designs import CertificateDesign
from certificates.models.seals import Seal
from certificates.policy import ACTIONS, UnitPolicy, behind_the_door

DESIGNS, SEALS = UnitPolicy(CertificateDesign), UnitPolicy(Seal)
USES_SHOWN = 50


class UnitViewSet(SnippetViewSet):
    """A snippet of a unit: listed, opened and changed by those who hold the permission for it."""

    policy: ClassVar[UnitPolicy]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        """Those of one's own units."""
        mine = self.policy.instances_user_has_any_permission_for(request.user, ACTIONS)  # type: ignore[arg-type]
        return mine.select_related("unit")

    def get_urlpatterns(self) -> list[URLPattern]:
        """Wagtail's addresses, each that names an object behind the door."""
        patterns: list[URLPattern] = super().get_urlpatterns()
        for pattern in patterns:
            if "<" in str(pattern.pattern):
                pattern.callback = behind_the_door(self.policy, pattern.callback)
        return patterns

    def register_chooser_viewset(self) -> None:
        """None: a design is chosen for by its unit, and a seal from the short list in the design's form."""


class UsesPanel(Panel):
    """The log of a seal: each certificate that it was printed on."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "certificates/panels/seal_uses.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            """The last uses, and how many there are in all."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            uses = self.instance.uses.select_related("used_by")
            return context | {"uses": uses[:USES_SHOWN], "count": uses.count()}

        def is_shown(self) -> bool:
            """Not before it exists."""
            return bool(super().is_shown() and self.instance.pk)


class DesignViewSet(UnitViewSet):
    """Designs: drafts, revisions, a live preview; what is published is what the next certificate is printed on."""

    model = CertificateDesign
    policy = DESIGNS
    icon = "doc-full-inverse"
    menu_label = _("Certificate designs")
    add_to_admin_menu = True
    list_display = ("name", "unit", "programme", "orientation", "language")
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("name"), FieldPanel("unit"), FieldPanel("programme")],
                heading=_("Whose it is"),
                help_text=_(
                    "The design of the programme comes before that of the unit, a nearer unit before one above."
                ),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("orientation"), FieldPanel("language")]),
                    FieldPanel("background"),
                    FieldPanel("frame"),
                ],
                heading=_("The page"),
            ),
            MultiFieldPanel([FieldPanel("title"), FieldPanel("wording")], heading=_("Wording")),
            MultiFieldPanel(
                [FieldPanel("signatories"), FieldRowPanel([FieldPanel("seal_style"), FieldPanel("seal")])],
                heading=_("Who signs, and the seal"),
            ),
            FieldPanel("months_valid"),
            PublishingPanel(),
        ],
        base_form_class=DesignForm,
    )


class SealViewSet(UnitViewSet):
    """Real seals, each with its authorisation and the log of its use."""

    model = Seal
    policy = SEALS
    icon = "key"
    menu_label = _("Seals")
    add_to_admin_menu = True
    list_display = ("name", "unit", "holder", "begins_on", "ends_on")
    edit_handler = ObjectList(
        [
            MultiFieldPanel([FieldPanel("name"), FieldPanel("unit"), FieldPanel("upload")], heading=_("The seal")),
            MultiFieldPanel(
                [
                    FieldPanel("holder"),
                    FieldPanel("authorised_by"),
                    FieldPanel("authorised_in"),
                    FieldRowPanel([FieldPanel("begins_on"), FieldPanel("ends_on")]),
                ],
                heading=_("Authorization"),
            ),
            UsesPanel(heading=_("Uses")),
        ],
        base_form_class=SealForm,
    )
