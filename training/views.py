"""Views of the roof: health, and pictures of published pages."""

from django.conf import settings
from django.db import connection
from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.static import serve

from people.access import public


@require_safe
@public("a load balancer asks without an account; it learns nothing but yes")
def health(request: HttpRequest) -> HttpResponse:
    """200 and `ok` when the process runs and the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@cache_control(public=True, max_age=30 * 24 * 3600, immutable=True)
@public("pictures stand on public course pages; Wagtail names each rendition by its content")
def picture(request: HttpRequest, path: str) -> FileResponse | HttpResponse:
    """A rendition of a picture. Originals and documents are not served from here."""
    return serve(request, path, document_root=f"{settings.MEDIA_ROOT}/images")
