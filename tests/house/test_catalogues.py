"""Everything that the code says, it says in Chinese: no catalogue has gaps, guesses or leftovers."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tests.house.tree import APPS, ROOT, committed, shown

PO = Path("locale/zh_Hans/LC_MESSAGES/django.po")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")


def read(path: Path) -> Catalog:
    """Return the catalogue in a file; an app that says nothing has none."""
    if not path.exists():
        return Catalog()
    with path.open("rb") as file:
        return read_po(file)


def messages(catalog: Catalog) -> dict[tuple[str | None, str], Message]:
    """Return the messages of a catalogue by context and singular."""
    return {(message.context, first(message.id)): message for message in catalog if message.id}


def first(text: str | list[str] | tuple[str, ...]) -> str:
    """Return the singular."""
    return text if isinstance(text, str) else text[0]


def said_by_code(app: str, folder: Path) -> set[tuple[str | None, str]]:
    """Return what Django's own extraction finds in an app, done on a copy."""
    copy = folder / app
    ignored = shutil.ignore_patterns("locale", "static", "migrations", "__pycache__")
    shutil.copytree(ROOT / app, copy, ignore=ignored)
    (copy / "locale").mkdir()
    # -P: an app's own modules must not be taken for those of the standard library.
    command = [sys.executable, "-P", "-m", "django", "makemessages", "-l", "zh_Hans", "--no-location", "--no-wrap"]
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(command, cwd=copy, env=environment, check=True, capture_output=True)
    return set(messages(read(copy / PO)))


@pytest.mark.parametrize("app", APPS)
def test_the_catalogue_holds_just_what_the_code_says(app: str, tmp_path: Path) -> None:
    catalog = set(messages(read(ROOT / app / PO)))

    said = said_by_code(app, tmp_path)

    assert {"missing": said - catalog, "left over": catalog - said} == {"missing": set(), "left over": set()}


@pytest.mark.parametrize("path", committed("*.po"), ids=shown)
def test_no_message_is_untranslated_guessed_or_dead(path: Path) -> None:
    catalog = read(path)

    faults = {
        first(message.id)
        for message in messages(catalog).values()
        if message.fuzzy or not message.string or (message.pluralizable and not all(message.string))
    }

    assert faults | set(catalog.obsolete) == set()


def test_what_two_apps_say_alike_is_alike_in_chinese() -> None:
    """Django joins the catalogues, and the first app's word stands in for the other's; a context keeps them apart."""
    said: dict[tuple[str | None, str, bool], set[str]] = {}
    for app in APPS:
        for (context, text), message in messages(read(ROOT / app / PO)).items():
            said.setdefault((context, text, message.pluralizable), set()).add(first(message.string or ""))

    assert {text: words for text, words in said.items() if len(words) > 1} == {}


@pytest.mark.parametrize("path", committed("*.po"), ids=shown)
def test_translations_keep_the_placeholders(path: Path) -> None:
    changed = {
        first(message.id): (set(PLACEHOLDER.findall(" ".join(as_list(message.id)))), found)
        for message in messages(read(path)).values()
        if (found := set(PLACEHOLDER.findall(" ".join(as_list(message.string)))))
        != set(PLACEHOLDER.findall(as_list(message.id)[-1]))
    }

    assert changed == {}


@pytest.mark.parametrize("path", committed("*.po"), ids=shown)
def test_people_are_addressed_politely_and_plainly(path: Path) -> None:
    rude = {
        text
        for message in messages(read(path)).values()
        for text in as_list(message.string)
        if "你" in text or "成功地" in text
    }

    assert rude == set()


def as_list(text: str | list[str] | tuple[str, ...] | None) -> list[str]:
    """Return all forms of a message."""
    return [text or ""] if isinstance(text, str | None) else list(text)
