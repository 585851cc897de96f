"""The tower, the floors, the pure engines and the private rooms, as import-linter holds them (pyproject.toml)."""

import tomllib

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.house.tree import APPS, ROOT

# What no other app may enter (docs/explanation/the-house.md).
PRIVATE_ROOMS = ("views", "formats", "forms", "kinds", "pdf", "receivers", "tasks", "wagtail_hooks", "management")


def contracts() -> list[dict[str, object]]:
    """Return the contracts as they are written down."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    written: list[dict[str, object]] = settings["tool"]["importlinter"]["contracts"]
    return written


def test_every_contract_is_kept(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)

    status = lint_imports(no_cache=True, is_debug_mode=False, show_timings=False, verbose=False)

    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


@pytest.mark.parametrize("app", [app for app in APPS if app not in ("training", "common")])
def test_every_private_room_is_guarded(app: str) -> None:
    rooms = {room for room in PRIVATE_ROOMS if list((ROOT / app).glob(f"{room}.py")) or (ROOT / app / room).is_dir()}
    guarded = [contract["protected_modules"] for contract in contracts() if contract["name"] == f"Private rooms: {app}"]

    assert guarded == [sorted(f"{app}.{room}" for room in rooms)]


@pytest.mark.parametrize("app", APPS)
def test_package_roots_stay_empty(app: str) -> None:
    assert (ROOT / app / "__init__.py").read_text() == ""
