"""Handing in files: each is judged by its content, kept privately, and added to the answer by a write of its own."""

from datetime import datetime
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile, File
from django.core.files.storage import storages

from assessments.domain import answering
from assessments.domain.answering import Saved
from assessments.domain.file_types import Bomb, type_of
from assessments.kinds.upload import extension_of
from assessments.models.attempts import AttemptItem
from assessments.models.files import AnswerFile

LONGEST_NAME = 150


class FileRefused(Exception):
    """A file that is not taken; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def add(*, item: AttemptItem, name: str, data: File, at: datetime, device: str = "") -> Saved:
    """Take a file into the answer of an item, or refuse it with `FileRefused`."""
    name = _plain_name(name)
    entries = _entries(item)
    if data.size > item.item.snapshot["max_bytes"]:
        raise FileRefused("too-large")  # Before its bytes are read.
    content = data.read()
    kind = _judged(item.item.snapshot, name, content, len(entries))
    digest = sha256(content).hexdigest()
    file, is_new = AnswerFile.objects.get_or_create(
        item=item, digest=digest, defaults={"name": name, "type": kind, "size": len(content), "received_at": at}
    )
    if is_new:
        storages["private"].save(file.path, ContentFile(content))
    kept = [entry for entry in entries if entry["digest"] != digest]
    return _write(item, [*kept, {"digest": digest, "name": file.name, "size": file.size}], at, device)


def remove(*, item: AttemptItem, digest: str, at: datetime, device: str = "") -> Saved:
    """Take a file out of the answer; its bytes stay, as every earlier answer does."""
    return _write(item, [entry for entry in _entries(item) if entry["digest"] != digest], at, device)


def files_of(item: AttemptItem, response: Any) -> list[AnswerFile]:
    """Return the files of an answer that were handed in for this very item, in the order of the answer."""
    entries = response.get("files", []) if isinstance(response, dict) else []
    digests = [entry["digest"] for entry in entries if isinstance(entry, dict) and "digest" in entry]
    files = {file.digest: file for file in item.files.all()}
    return [files[digest] for digest in digests if digest in files]


def also_handed_in(file: AnswerFile) -> list[str]:
    """Return the numbers of other people's papers that hold the very same file: a hint, and no verdict."""
    twins = AnswerFile.objects.filter(digest=file.digest).exclude(
        item__attempt__enrollment__person=file.item.attempt.enrollment.person_id
    )
    return sorted({twin.item.attempt.code for twin in twins.select_related("item__attempt")})


def _judged(snapshot: dict[str, Any], name: str, data: bytes, count: int) -> str:
    if not data:
        raise FileRefused("empty")
    if count >= snapshot["max_files"]:
        raise FileRefused("too-many")
    try:
        kind = type_of(data)
    except Bomb as bomb:
        raise FileRefused("bomb") from bomb
    if not kind or kind not in snapshot["types"] or kind != extension_of(name):
        raise FileRefused("other-type")
    return kind


def _entries(item: AttemptItem) -> list[dict[str, Any]]:
    stored = answering.stored_answer(item)
    return list(stored.response.get("files", [])) if stored else []


def _write(item: AttemptItem, entries: list[dict[str, Any]], at: datetime, device: str) -> Saved:
    stored = answering.stored_answer(item)
    return answering.save(
        item=item,
        revision=stored.revision + 1 if stored else 1,
        operation=uuid4(),
        response={"files": entries},
        at=at,
        device=device,
    )


def _plain_name(name: str) -> str:
    """Return the last part of a name without control characters; the ending survives where it must be cut."""
    last = PurePosixPath(name.replace("\\", "/")).name
    plain = "".join(character for character in last if character.isprintable()).strip()
    stem, point, ending = plain.rpartition(".")
    room = LONGEST_NAME - len(ending) - 1
    return f"{stem[:room]}.{ending}" if point and len(plain) > LONGEST_NAME and room > 0 else plain[:LONGEST_NAME]
