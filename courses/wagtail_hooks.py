"""What courses register with Wagtail."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.admin.userbar import ContentCheckerItem
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from courses.forms import ModuleForm
from courses.models.modules import ModulePage, SimulationPage
from courses.models.topics import Topic
from courses.panels import PublishCheckPanel

# Forms and panels stand above the models, so they are handed down here.
ModulePage.base_form_class = ModuleForm
SimulationPage.content_panels = [
    *SimulationPage.content_panels[:2],
    PublishCheckPanel(heading=_("Check before publishing")),
    *SimulationPage.content_panels[2:],
]


class TopicViewSet(SnippetViewSet):
    """Topics, kept short by editors."""

    model = Topic
    icon = "tag"
    add_to_admin_menu = True
    menu_label = _("Topics")
    panels = [FieldPanel("name")]
    search_fields = ["name"]


register_snippet(TopicViewSet)


class CourseContentChecker(ContentCheckerItem):
    """Wagtail's checks, and ours: what is taught names its sources."""

    axe_run_only = [*ContentCheckerItem.axe_run_only, "sources-named"]
    axe_custom_rules = [
        *ContentCheckerItem.axe_custom_rules,
        {
            "id": "sources-named",
            "impact": "serious",
            "selector": "[data-sources-text]",
            "tags": ["best-practice"],
            "any": ["has-visible-text"],
            "enabled": True,
        },
    ]
    axe_messages = {
        **ContentCheckerItem.axe_messages,
        "sources-named": {
            "error_name": _("The case study does not name its source"),
            "help_text": _("Say in “sources” where the case comes from"),
        },
    }


@hooks.register("construct_wagtail_userbar")
def check_sources(request: HttpRequest, items: list[object], page: Page | None) -> None:
    """Put our content checks in the place of Wagtail's."""
    for number, item in enumerate(items):
        if isinstance(item, ContentCheckerItem):
            items[number] = CourseContentChecker(in_editor=item.in_editor)


@hooks.register("insert_global_admin_css")
def arrange_the_editor() -> SafeString:
    """Number the steps of the help and set short fields beside each other."""
    return format_html('<link rel="stylesheet" href="{}">', static("courses/css/editor.css"))


@hooks.register("insert_editor_js")
def offer_declared_names() -> SafeString:
    """Offer the declared variables and scenes where a choice refers to one."""
    return format_html('<script type="module" src="{}"></script>', static("courses/js/declared-names.js"))


@hooks.register("construct_main_menu")
def leave_out_what_authors_do_not_need(request: HttpRequest, items: list[object]) -> None:
    """Help links lead to the framework's own site in English; ours is docs/how-to/trainer.md."""
    items[:] = [item for item in items if getattr(item, "name", "") != "help"]
