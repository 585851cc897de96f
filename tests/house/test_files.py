"""What a machine can see of the house style in the files themselves."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.tree import APPS, committed, shown

LONGEST_FILE = 400
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "manager", "managers", "misc"}
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)[^>]*>\s*[^\s<]|<style\b|\sstyle=\"|\son(click|change|load|submit|input)=", re.IGNORECASE
)
DATA_BLOCK = re.compile(r"<script[^>]*type=\"application/json\"")
CHINESE = re.compile(r"[\u3400-\u9fff]+")
REGISTRIES = re.compile(r"(pypi\.org|pythonhosted|npmjs|npmmirror|aliyun|tsinghua|jsdelivr|unpkg)", re.IGNORECASE)


def python_files() -> list[Path]:
    """Return our Python, the generated migrations left out."""
    return [path for path in committed("*.py") if "migrations" not in path.parts]


def test_no_python_file_is_longer_than_two_files_should_be() -> None:
    long = {shown(path): lines for path in python_files() if (lines := path.read_text().count("\n")) > LONGEST_FILE}

    assert long == {}


def test_every_module_opens_with_a_sentence() -> None:
    silent = [
        shown(path)
        for path in python_files()
        if (text := path.read_text()).strip() and ast.get_docstring(ast.parse(text)) is None
    ]

    assert silent == []


def test_no_room_has_a_vague_name() -> None:
    vague = [shown(path) for path in python_files() if VAGUE_NAMES & {path.stem, *path.parent.parts}]

    assert vague == []


def test_templates_have_no_inline_script_or_style() -> None:
    templates = [path for app in APPS for path in committed(f"{app}/*.html")]
    assert templates

    faults = [
        f"{shown(path)}: {found.group().strip()}"
        for path in templates
        for found in INLINE.finditer(path.read_text())
        if not DATA_BLOCK.match(found.group())
    ]

    assert faults == []


def test_chinese_stands_in_the_catalogues_not_in_templates_or_scripts() -> None:
    sources = [path for app in APPS for path in committed(f"{app}/*.html", f"{app}/*.js") if "demo" not in path.parts]
    assert sources

    # The switch names each language in itself.
    spoken = {shown(path): found for path in sources if (found := CHINESE.findall(path.read_text()))}

    assert spoken == {"training/templates/_parts/language_switch.html": ["中文"]}


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements/dev.txt", "package-lock.json", ".npmrc"])
def test_no_lock_names_a_registry(lock: str) -> None:
    [path] = committed(lock)

    assert REGISTRIES.findall(path.read_text()) == []


@pytest.mark.parametrize("sources", ["requirements/runtime.in", "requirements/dev.in"])
def test_every_direct_dependency_has_its_line_among_the_decisions(sources: str) -> None:
    [path] = committed(sources)
    [decisions] = committed("docs/decisions/0002-dependencies.md")
    names = re.findall(r"^([a-z][\w.-]*)", path.read_text(), re.MULTILINE | re.IGNORECASE)
    assert names

    unexplained = [name for name in names if not re.search(rf"`{name}[`\[]", decisions.read_text())]

    assert unexplained == []


def test_every_direct_dependency_is_pinned() -> None:
    loose = [
        line
        for path in committed("requirements/*.in")
        for line in path.read_text().splitlines()
        if re.match(r"[a-z]", line) and "==" not in line
    ]

    assert loose == []
