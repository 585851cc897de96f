"""What every response carries: the content security policy and the rule that personal pages are not kept."""

from collections.abc import Callable

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

CMS = "/cms/"
# Wagtail's editor needs inline scripts and styles; nothing else of ours does.
CMS_POLICY = {
    "script-src": [SELF, UNSAFE_INLINE, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
}


class ContentSecurityPolicy(CSPMiddleware):
    """The strict policy everywhere, the looser one under /cms/ only.

    A preview is rendered under the page's own address, for a frame of the editor.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path.startswith(CMS) or getattr(request, "is_preview", False):
            response._csp_replace = CMS_POLICY  # type: ignore[attr-defined]  # django-csp's own seam
        return super().process_response(request, response)


class PersonalPages:
    """Pages of somebody who is logged in stay out of shared and local caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            response["Cache-Control"] = "no-store, private"
        return response
