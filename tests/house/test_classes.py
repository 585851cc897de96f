"""Templates use the classes that style sheets and scripts know, and no others."""

import re
from pathlib import Path

from tests.house.tree import APPS, ROOT

CLASS = re.compile(r'class="([^"]*)"')
TAG = re.compile(r"\{%.*?%\}")
VALUE = re.compile(r"\{\{.*?\}\}")
# Wagtail's admin brings its own.
OURS = [path for path in ROOT.glob("*/templates/**/*.html") if not {"panels", "wagtailadmin"} & set(path.parts)]


def known() -> set[str]:
    """Every class that a style sheet styles or a script asks for."""
    ours = [path for app in APPS for path in (ROOT / app / "static").rglob("*.*")]
    styled = "".join(path.read_text() for path in ours if path.suffix == ".css")
    asked = "".join(path.read_text() for path in ours if path.suffix == ".js")
    return set(re.findall(r"\.([a-z][\w-]*)", styled)) | set(re.findall(r'"\.?([a-z][\w-]*)"', asked))


def used(template: Path) -> set[str]:
    """The classes that stand in a template; names put together from values, `is-{{ state }}`, are left out."""
    names: set[str] = set()
    for value in CLASS.findall(template.read_text()):
        words = VALUE.sub("\0\0", TAG.sub("\0", value)).split()
        names |= {bare for word in words if (bare := word.strip("\0")) and "\0" not in bare and "\0\0" not in word}
    return names


def test_every_class_in_a_template_is_known() -> None:
    assert OURS
    styles = known()

    unknown = {str(path.relative_to(ROOT)): used(path) - styles for path in OURS}

    assert {path: names for path, names in unknown.items() if names} == {}
