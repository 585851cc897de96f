"""Long work of assessments: question files, regrades; and what the clock does, once a minute."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from assessments.domain import regrading
from assessments.domain.answering import close_all_over
from assessments.domain.importing import imports
from assessments.domain.marking import settle_all_marked
from assessments.forms.import_words import fault_words, unusable_words
from assessments.models.regrades import Regrade


@task()
def check_question_import(pk: int) -> None:
    """Read and check an uploaded question file; a second run does nothing."""
    imports.check_import(pk=pk, now=timezone.now, say=fault_words, say_unusable=unusable_words)


@task()
def apply_question_import(pk: int) -> None:
    """Let the questions of a checked file in; a second run does nothing."""
    imports.apply_import(pk=pk, now=timezone.now, say=fault_words)


@task()
def run_regrade(regrade_id: int) -> None:
    """Do what a regrade waits for: its dry run, or its commit. May run twice."""
    regrade = Regrade.objects.select_related("sitting__cohort", "version", "asked_by", "committed_by").get(
        pk=regrade_id
    )
    regrading.dry_run(regrade=regrade, clock=timezone.now)
    regrading.commit(regrade=regrade, at=timezone.now())


def run_regrade_later(regrade: Regrade) -> None:
    """Hand a regrade to the worker, once its row is there for it to read."""
    pk = regrade.pk
    transaction.on_commit(lambda: run_regrade.enqueue(pk))


def tick(at: datetime) -> None:
    """Close the attempts whose time is over, whether or not a browser is still open; take up what died on the way."""
    close_all_over(at=at)
    settle_all_marked()
    waiting, ordered = imports.silent_imports(at=at)
    for pk in waiting:
        check_question_import.enqueue(pk)
    for pk in ordered:
        apply_question_import.enqueue(pk)
    for regrade in regrading.silent(at=at):
        run_regrade_later(regrade)
    if (timezone.localtime(at).hour, timezone.localtime(at).minute) == (3, 0):
        imports.forget_old_files(at=at)
