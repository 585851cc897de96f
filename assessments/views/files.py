"""Files as answers: handed in and taken back by their owner, opened by the owner and by whoever marks the answer."""

from uuid import UUID

from django.contrib import messages
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments import rules
from assessments.domain import filing
from assessments.domain.answering import Saved, Saving
from assessments.domain.filing import FileRefused
from assessments.forms.words import refused_file_words
from assessments.kinds import registry
from assessments.models.attempts import AttemptItem
from assessments.models.files import AnswerFile
from assessments.views.devices import device_of, held_page
from common import audit
from people.access import PersonRequest, permission_required, scope_for, signed_in


@signed_in
@require_POST
def file_add(request: PersonRequest, uuid: UUID, position: int) -> HttpResponse:
    """Hand in one file, or take one back."""
    item, at = rules.own_item_online(request.user, uuid, position), timezone.now()
    if not registry.is_filed(item.presented()):
        raise Http404
    if digest := request.POST.get("remove"):
        return _after(request, item, filing.remove(item=item, digest=digest, at=at, device=device_of(request)))
    sent = request.FILES.get("file")
    if sent is None or sent.name is None:
        messages.error(request, _("Choose a file first."))
        return redirect("assessments:attempt-item", uuid, position)
    try:
        saved = filing.add(item=item, name=sent.name, data=sent, at=at, device=device_of(request))
    except FileRefused as refused:
        messages.error(request, refused_file_words(refused.code))
        return redirect("assessments:attempt-item", uuid, position)
    return _after(request, item, saved)


@signed_in
@require_safe
def file_open(request: PersonRequest, uuid: UUID, position: int, digest: str) -> FileResponse:
    """A file of one's own answer."""
    item = rules.own_item(request.user, uuid, position)
    return _handed_out(request, get_object_or_404(item.files, digest=digest))


@permission_required("marking.mark")
@require_safe
def file_mark(request: PersonRequest, item_id: int, digest: str) -> FileResponse:
    """A file of an answer that one marks."""
    item = rules.markable_item_for(scope_for(request), request.user, item_id)
    return _handed_out(request, get_object_or_404(item.files, digest=digest))


def _after(request: PersonRequest, item: AttemptItem, saved: Saved) -> HttpResponse:
    if saved.outcome is Saving.TAKEN_OVER:
        return held_page(request, item.attempt, position=item.position)
    if saved.outcome is Saving.LATE:
        messages.warning(request, _("The time was over. Your last answer is kept, but it is not graded."))
        return redirect("assessments:attempt-result", item.attempt.uuid)
    return redirect("assessments:attempt-item", item.attempt.uuid, item.position)


def _handed_out(request: PersonRequest, file: AnswerFile) -> FileResponse:
    """The bytes as a download: nothing that somebody handed in is ever shown as a page of this site."""
    audit.record("assessments.file_opened", subject=file.item.attempt, user=request.user, name=file.name)
    stored = storages["private"].open(file.path)
    return FileResponse(stored, as_attachment=True, filename=file.name, content_type="application/octet-stream")
