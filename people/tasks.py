"""Long work of people: checking and applying rosters; and what falls due by the minute."""

from datetime import datetime

from django.utils import timezone
from django_tasks import task

from people.domain.accounts import sync_cms_groups
from people.domain.notices import deliver
from people.domain.roster.imports import apply_import, check_import, forget_old_files, silent_imports
from people.models.accounts import User


@task()
def check_roster_import(pk: int) -> None:
    """Read and check an uploaded roster; a second run does nothing."""
    check_import(pk=pk, now=timezone.now)


@task()
def apply_roster_import(pk: int) -> None:
    """Let the good rows of a checked roster in; a second run does nothing."""
    apply_import(pk=pk, now=timezone.now)


def tick(at: datetime) -> None:
    """Deliver notices, take up imports that died on the way, and let expired roles lose the CMS."""
    deliver(at=at)
    waiting, ordered = silent_imports(at=at)
    for pk in waiting:
        check_roster_import.enqueue(pk)
    for pk in ordered:
        apply_roster_import.enqueue(pk)
    today = timezone.localdate(at)
    for user in User.objects.filter(groups__isnull=False, grants__ends_on__lt=today).distinct():
        sync_cms_groups(user=user, on=today)
    if (timezone.localtime(at).hour, timezone.localtime(at).minute) == (3, 0):
        forget_old_files(at=at)
