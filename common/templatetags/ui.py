"""How times, shares and masked values are written on a page."""

from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from django import template
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import masking
from common.figures import plain

register = template.Library()
register.filter("masked_name", masking.masked_name)
register.filter("masked_number", masking.masked_number)
register.filter("masked_phone", masking.masked_phone)
register.filter("plain", plain)


@register.simple_tag
@cache
def icon_sheet() -> str:
    """The address of the icons: the same as long as the process lives, and asked for dozens of times on a page."""
    return static("icons/icons.svg")


@register.filter
def when(at: datetime | None, now: datetime | None = None) -> SafeString | str:
    """“今天 9:00” with the full date on hover and in print; empty for no time."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    days = (local.date() - timezone.localtime(now).date()).days
    clock = f"{local.hour}:{local.minute:02}"
    words = {-1: _("Yesterday %(clock)s"), 0: _("Today %(clock)s"), 1: _("Tomorrow %(clock)s")}
    full = formats.date_format(local, "DATETIME_FORMAT")
    if days not in words:
        return format_html('<time datetime="{}">{}</time>', local.isoformat(), full)
    short = words[days] % {"clock": clock}
    return format_html('<time datetime="{}" title="{}">{}</time>', local.isoformat(), full, short)


@register.filter
def share(part: int, whole: int) -> str:
    """part of whole as a whole percentage, “—” when there is nothing to divide."""
    if not whole:
        return "—"
    return f"{(Decimal(part) * 100 / whole).quantize(Decimal(1), ROUND_HALF_UP)}%"


@register.filter
def minutes(span: timedelta) -> str:
    """A duration in whole minutes, in words."""
    count = int(span.total_seconds() // 60)
    return ngettext("%(count)d minute", "%(count)d minutes", count) % {"count": count}
