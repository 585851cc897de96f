"""Handing out the stored files: the bytes that were issued, for ever the same, and every download noted."""

from django.core.files.storage import storages
from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_safe

from certificates import rules
from certificates.models.certificates import Certificate
from certificates.models.pledges import Pledge
from common import audit
from people.access import scope_for, signed_in, user_of


@signed_in
@require_safe
def certificate_file(request: HttpRequest, number: str) -> FileResponse:
    """A certificate, for its owner and for those who oversee the cohort."""
    return _file(request, rules.certificate_file(user_of(request), scope_for(request), number))


@signed_in
@require_safe
def pledge_file(request: HttpRequest, number: str) -> FileResponse:
    """A pledge, for its signer and for those who oversee the cohort."""
    return _file(request, rules.pledge_file(user_of(request), scope_for(request), number))


def _file(request: HttpRequest, document: Certificate | Pledge) -> FileResponse:
    audit.record("certificates.download", subject=document, user=user_of(request), number=document.number)
    stored = storages["private"].open(document.file)
    return FileResponse(stored, filename=f"{document.number}.pdf", content_type="application/pdf")
