"""An uploaded question file from the press of the button to the bank: each step is claimed once and may be resumed."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils import translation

from assessments.domain.importing import carrying
from assessments.domain.importing.applying import apply_checked
from assessments.domain.importing.checking import Checked, Say, check_file, report_of
from assessments.domain.importing.mending import sheet_of_refused
from assessments.formats.base import Draft, FileUnusable
from assessments.models.banks import Bank
from assessments.models.imports import QuestionImport
from common.crypto import decrypt_bytes, encrypt_bytes
from common.sheets import SheetUnreadable
from people.enums import ImportState
from people.models.accounts import User

Clock = Callable[[], datetime]
SayUnusable = Callable[[FileUnusable | SheetUnreadable], str]
SILENCE = timedelta(minutes=10)  # Without a sign of life for so long, a step is taken up again.
KEPT = timedelta(days=30)  # How long the sheet to mend can be fetched.
LISTED = 2_000  # Faults that a report lists; the sheet to mend has them all.
FILES = ("upload", "carried", "good", "mend")


def start_import(
    *,
    file_name: str,
    data: bytes,
    file_format: str,
    bank: Bank,
    by: User,
    language: str,
    at: datetime,
    former: QuestionImport | None = None,
) -> QuestionImport:
    """Keep the file, encrypted: it holds the keys. What mends a former file takes the good questions of that along."""
    found = QuestionImport(
        key=uuid.uuid4(), bank=bank, uploaded_by=by, file_name=file_name[:255], file_format=file_format,
        language=language, created_at=at, moved_at=at,
    )  # fmt: skip
    keep(found, "upload", data)
    if former is not None:
        keep(found, "carried", _fetched(former, "good"))
    found.save()
    return found


def check_import(*, pk: int, now: Clock, say: Say, say_unusable: SayUnusable) -> None:
    """Read and check an upload; the second one to try does nothing."""
    if not move(pk, ImportState.WAITING, ImportState.READING, at=now(), started_at=now()):
        return
    found = QuestionImport.objects.select_related("bank").get(pk=pk)
    with translation.override(found.language):
        try:
            checked = _checked(found, now)
        except (FileUnusable, SheetUnreadable) as refusal:
            fail(found, say_unusable(refusal), now())
            return
        except Exception:
            fail(found, say_unusable(FileUnusable("stumbled")), now())
            raise
        settle(found, checked, say, now())


def order_applying(*, found: QuestionImport, at: datetime) -> bool:
    """Say that the questions are to go in; the second press changes nothing."""
    return bool(found.report.get("may_be_applied")) and move(found.pk, ImportState.CHECKED, ImportState.ORDERED, at=at)


def apply_import(*, pk: int, now: Clock, say: Say) -> None:
    """Let the questions in, whole or not at all. They are checked again: what stands in the bank may have changed."""
    if not move(pk, ImportState.ORDERED, ImportState.APPLYING, at=now()):
        return
    found = QuestionImport.objects.select_related("bank", "uploaded_by").get(pk=pk)
    with translation.override(found.language):
        try:
            checked = _checked(found, now)
            with transaction.atomic():
                apply_checked(checked=checked, bank=found.bank, by=found.uploaded_by, at=now())
                QuestionImport.objects.filter(pk=pk).update(
                    state=ImportState.APPLIED, report=_report(checked, say), moved_at=now(), finished_at=now()
                )
        except Exception:
            move(pk, ImportState.APPLYING, ImportState.CHECKED, at=now())
            raise
    for what in ("upload", "carried", "good"):
        forget(found, what)


def good_of(found: QuestionImport) -> list[Draft]:
    """Return the good questions; none once they are in."""
    return carrying.load(_fetched(found, "good"))


def settle(found: QuestionImport, checked: Checked, say: Say, at: datetime) -> None:
    """Write down what the check found, and keep what the page shows."""
    keep(found, "good", carrying.dump(checked.good))
    keep(found, "mend", sheet_of_refused(checked, say))
    count = len(checked.reading.drafts)
    QuestionImport.objects.filter(pk=found.pk).update(
        state=ImportState.CHECKED, report=_report(checked, say), done=count, total=count, moved_at=at, finished_at=at
    )


def fail(found: QuestionImport, problem: str, at: datetime) -> None:
    """The file is of no use; say why, and keep nothing of it."""
    QuestionImport.objects.filter(pk=found.pk).update(
        state=ImportState.FAILED, report={"problem": problem}, moved_at=at, finished_at=at
    )
    forget(found, "upload")


def move(pk: int, before: ImportState, after: ImportState, *, at: datetime, **fields: Any) -> bool:
    """Take the step from one state to the next; False if somebody else took it."""
    return QuestionImport.objects.filter(pk=pk, state=before).update(state=after, moved_at=at, **fields) == 1


def silent_imports(*, at: datetime) -> tuple[list[int], list[int]]:
    """Put back what died on the way: the imports to check again, and those to apply again."""
    with transaction.atomic():
        silent = QuestionImport.objects.filter(moved_at__lt=at - SILENCE)
        silent.filter(state__in=[ImportState.READING, ImportState.CHECKING]).update(state=ImportState.WAITING)
        silent.filter(state=ImportState.APPLYING).update(state=ImportState.ORDERED)
        waiting = list(silent.filter(state=ImportState.WAITING).values_list("pk", flat=True))
        ordered = list(silent.filter(state=ImportState.ORDERED).values_list("pk", flat=True))
        silent.filter(pk__in=[*waiting, *ordered]).update(moved_at=at)
    return waiting, ordered


def forget_old_files(*, at: datetime) -> None:
    """Remove what is left of imports after a month."""
    month = QuestionImport.objects.filter(created_at__range=(at - KEPT * 2, at - KEPT))
    for found in month.only("key"):
        for what in FILES:
            forget(found, what)


def keep(found: QuestionImport, what: str, data: bytes) -> None:
    """Store one file of an import, encrypted, in the place of an older one."""
    forget(found, what)
    storages["private"].save(found.path_of(what), ContentFile(encrypt_bytes(data)))


def fetch(found: QuestionImport, what: str) -> bytes:
    """One file of an import in the clear; FileNotFoundError when it is gone."""
    with storages["private"].open(found.path_of(what)) as file:
        return decrypt_bytes(file.read())


def forget(found: QuestionImport, what: str) -> None:
    """Remove one file of an import, if it is there."""
    storages["private"].delete(found.path_of(what))


def _checked(found: QuestionImport, now: Clock) -> Checked:
    """Read the upload and compare it with the bank as it is now; what the reader tells is the sign of life."""

    def tell(done: int, total: int) -> None:
        QuestionImport.objects.filter(pk=found.pk).update(done=done, total=total, moved_at=now())

    return check_file(
        data=fetch(found, "upload"),
        file_format=found.file_format,
        bank=found.bank,
        carried=carrying.load(_fetched(found, "carried")),
        on_progress=tell,
    )


def _fetched(found: QuestionImport, what: str) -> bytes:
    """One file of an import, or nothing where there is none."""
    try:
        return fetch(found, what)
    except FileNotFoundError:
        return b""


def _report(checked: Checked, say: Say) -> dict[str, Any]:
    """The report with the columns by name, and no more faults than a page can show."""
    report = report_of(checked, say)
    faults = {
        "errors": list(checked.reading.all_errors())[:LISTED],
        "warnings": list(checked.reading.all_warnings())[:LISTED],
    }
    listed = {
        name: [
            {**said, "column": fault.place.column, "row": fault.place.row}
            for said, fault in zip(report[name], found, strict=False)
        ]
        for name, found in faults.items()
    }
    return {
        **report,
        **listed,
        "error_count": len(report["errors"]),
        "refused": len(checked.refused),
        "may_be_applied": checked.may_be_applied,
    }
