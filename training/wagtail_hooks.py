"""What the roof registers with Wagtail: the look of its admin."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def house_colors() -> SafeString:
    """Ink, slate and our own fonts instead of Wagtail's."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/cms.css"))
