"""An uploaded roster from the press of the button to its seats: each step is claimed once and may be taken up again."""

import json
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from common.crypto import decrypt_bytes, encrypt_bytes
from common.sheets import Sheet, SheetUnreadable, cell_from, cell_to, read_sheets
from people.domain.roster.applying import Applied, apply_roster, held_below, seats_that_end
from people.domain.roster.checking import Checked, check_roster
from people.domain.roster.columns import RosterUnusable
from people.domain.roster.report import LISTED, report_of, sheet_to_mend
from people.enums import ImportState
from people.models.accounts import User
from people.models.elections import Election
from people.models.imports import RosterImport
from people.models.organisation import OrgUnit

Clock = Callable[[], datetime]
SILENCE = timedelta(minutes=10)  # Without a sign of life for so long, a step is taken up again.
KEPT = timedelta(days=30)  # How long the sheet to mend can be fetched.


def start_import(
    *, file_name: str, data: bytes, unit: OrgUnit, election: Election | None, by: User, language: str, at: datetime
) -> RosterImport:
    """Keep the file, encrypted, until it has been read."""
    found = RosterImport(
        key=uuid.uuid4(), unit=unit, election=election, uploaded_by=by, file_name=file_name[:255],
        language=language, created_at=at, moved_at=at,
    )  # fmt: skip
    keep(found, "upload", data)
    found.save()
    return found


def check_import(*, pk: int, now: Clock) -> None:
    """Read and check an upload; the second one to try does nothing."""
    if not move(pk, ImportState.WAITING, ImportState.READING, at=now(), started_at=now()):
        return
    found = RosterImport.objects.select_related("unit", "election__unit", "election__term").get(pk=pk)
    with translation.override(found.language):
        try:
            sheets = read_sheets(fetch(found, "upload"), on_progress=progress_of(pk, ImportState.READING, now))
            checked = check(found, sheets, now, on_progress=progress_of(pk, ImportState.CHECKING, now))
        except (SheetUnreadable, RosterUnusable) as refusal:
            fail(found, str(getattr(refusal, "message", refusal)), now())
            return
        except Exception:
            fail(found, _("Something went wrong while the file was read. Please try again, or save it anew."), now())
            raise
        keep(found, "rows", dump(sheets))
        keep(found, "mend", sheet_to_mend(checked))
        settle(found, checked, now())
    forget(found, "upload")


def order_applying(*, found: RosterImport, at: datetime) -> bool:
    """Say that the good rows are to go in; the second press changes nothing."""
    return move(found.pk, ImportState.CHECKED, ImportState.ORDERED, at=at)


def apply_import(*, pk: int, now: Clock) -> None:
    """Let the good rows in. They are checked again, for the world may have moved since they were shown."""
    if not move(pk, ImportState.ORDERED, ImportState.APPLYING, at=now()):
        return
    found = RosterImport.objects.select_related("unit", "election__unit", "election__term", "uploaded_by").get(pk=pk)
    with translation.override(found.language):
        try:
            checked = check(found, load(fetch(found, "rows")), now)
            keep(found, "mend", sheet_to_mend(checked))
            report = shortened(report_of(checked))
            apply_roster(
                checked=checked,
                unit=found.unit,
                by=found.uploaded_by,
                then=lambda applied: finish(found, report, applied, now()),
            )
        except Exception:
            move(pk, ImportState.APPLYING, ImportState.CHECKED, at=now())
            raise
    forget(found, "rows")


def finish(found: RosterImport, report: dict[str, Any], applied: Applied, at: datetime) -> None:
    """Write the result, in the transaction of what it tells."""
    result = {
        "people_added": applied.people_added,
        "people_updated": applied.people_updated,
        "seats_begun": applied.seats_begun,
        "seats_ended": applied.seats_ended,
    }
    RosterImport.objects.filter(pk=found.pk).update(
        state=ImportState.APPLIED, election=applied.election, report={**report, "applied": result},
        moved_at=at, finished_at=at,
    )  # fmt: skip


def check(
    found: RosterImport, sheets: list[Sheet], now: Clock, on_progress: Callable[[int, int], None] | None = None
) -> Checked:
    """Check the rows of this import against what is known now."""
    today = timezone.localdate(now())
    return check_roster(sheets=sheets, unit=found.unit, election=found.election, today=today, on_progress=on_progress)


def settle(found: RosterImport, checked: Checked, at: datetime) -> None:
    """Write down what the check found, and what applying it would do."""
    ending = seats_that_end(checked.accepted, held_below(found.unit), checked.election, checked.held_on)
    report = shortened(report_of(checked)) | {
        "election": checked.election.name if checked.election else "",
        "held_on": checked.held_on.isoformat(),
        "seats_to_begin": sum(len(entry.candidate.posts) for entry in checked.accepted),
        "seats_to_end": len(ending),
    }
    rows = report["rows"]
    RosterImport.objects.filter(pk=found.pk).update(
        state=ImportState.CHECKED, report=report, done=rows, total=rows, moved_at=at, finished_at=at
    )


def shortened(report: dict[str, Any]) -> dict[str, Any]:
    """The report with no more faults than a page can show; the sheet to mend has them all."""
    return report | {
        "refused_rows": report["rows"] - report["accepted"],
        "refused": report["refused"][:LISTED],
        "warnings": report["warnings"][:LISTED],
    }


def fail(found: RosterImport, problem: str, at: datetime) -> None:
    """The file is of no use; say why, and keep nothing of it."""
    RosterImport.objects.filter(pk=found.pk).update(
        state=ImportState.FAILED, report={"problem": problem}, moved_at=at, finished_at=at
    )
    forget(found, "upload")


def remove_import(*, found: RosterImport) -> bool:
    """Take an upload of no use away with its files: it could not be read, or holds no good row; False for any other."""
    useless = Q(state=ImportState.FAILED) | Q(state=ImportState.CHECKED, report__accepted=0)
    deleted, _kinds = RosterImport.objects.filter(useless, pk=found.pk).delete()
    if not deleted:
        return False
    for what in ("upload", "rows", "mend"):
        forget(found, what)
    return True


def move(pk: int, before: ImportState, after: ImportState, *, at: datetime, **fields: Any) -> bool:
    """Take the step from one state to the next; False if somebody else took it."""
    return RosterImport.objects.filter(pk=pk, state=before).update(state=after, moved_at=at, **fields) == 1


def progress_of(pk: int, state: ImportState, now: Clock) -> Callable[[int, int], None]:
    """Writes how far the work got; it is also the sign of life."""

    def tell(done: int, total: int) -> None:
        RosterImport.objects.filter(pk=pk).update(state=state, done=done, total=total, moved_at=now())

    return tell


def seconds_left(found: RosterImport, at: datetime) -> int | None:
    """How long it will take, judged by how long it took so far."""
    if not (found.started_at and found.done and found.total) or found.state != ImportState.READING:
        return None
    elapsed = (at - found.started_at).total_seconds()
    return round(elapsed * (found.total - found.done) / found.done)


def silent_imports(*, at: datetime) -> tuple[list[int], list[int]]:
    """Put back what died on the way: the imports to check again, and those to apply again."""
    with transaction.atomic():
        silent = RosterImport.objects.filter(moved_at__lt=at - SILENCE)
        silent.filter(state__in=[ImportState.READING, ImportState.CHECKING]).update(state=ImportState.WAITING)
        silent.filter(state=ImportState.APPLYING).update(state=ImportState.ORDERED)
        waiting = list(silent.filter(state=ImportState.WAITING).values_list("pk", flat=True))
        ordered = list(silent.filter(state=ImportState.ORDERED).values_list("pk", flat=True))
        silent.filter(pk__in=[*waiting, *ordered]).update(moved_at=at)
    return waiting, ordered


def forget_old_files(*, at: datetime) -> None:
    """Remove what is left of imports after a month."""
    month = RosterImport.objects.filter(created_at__range=(at - KEPT * 2, at - KEPT))
    for found in month.only("key"):
        for what in ("upload", "rows", "mend"):
            forget(found, what)


def keep(found: RosterImport, what: str, data: bytes) -> None:
    """Store one file of an import, encrypted, in the place of an older one."""
    forget(found, what)
    storages["private"].save(found.path_of(what), ContentFile(encrypt_bytes(data)))


def fetch(found: RosterImport, what: str) -> bytes:
    """One file of an import in the clear; FileNotFoundError when it is gone."""
    with storages["private"].open(found.path_of(what)) as file:
        return decrypt_bytes(file.read())


def forget(found: RosterImport, what: str) -> None:
    """Remove one file of an import, if it is there."""
    storages["private"].delete(found.path_of(what))


def dump(sheets: list[Sheet]) -> bytes:
    """Sheets as bytes."""
    plain = [
        [sheet.name, [[n, [cell_to(c) for c in cells]] for n, cells in sheet.rows], sheet.merges] for sheet in sheets
    ]
    return json.dumps(plain, ensure_ascii=False).encode()


def load(data: bytes) -> list[Sheet]:
    """Sheets from bytes."""
    return [
        Sheet(name, [(n, [cell_from(c) for c in cells]) for n, cells in rows], [tuple(area) for area in merges])
        for name, rows, merges in json.loads(data)
    ]
