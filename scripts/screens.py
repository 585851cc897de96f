"""Draw docs/screens/ anew: a demo of its own, served as it is, seen by each role at both widths, in Chinese."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from scripts.console import ROOT, say
from scripts.debian import CHROMIUM
from tests.browser.site import Site

FOLDER = ROOT / "docs" / "screens"
WIDTHS = {390: 844, 1280: 900}
TALLEST = 2600
PASSWORD = "demo-2026"  # noqa: S105  # The demo's, known to everybody.
SET_UP = "from scripts.stage import set_up; set_up()"


@dataclass(frozen=True)
class Screen:
    """One picture: who sees it, where, and what is done there first."""

    name: str
    login: str
    path: str
    act: Callable[[Page], object] = lambda page: None


def screens(ids: dict[str, Any]) -> Iterator[Screen]:
    """Return every picture, in the order in which a class is lived."""
    learn, cohort = f"/learn/{ids['studying']}", f"/cohorts/{ids['studying']}"
    home = f"/reports/{ids['unit']}/"
    yield Screen("front", "", "/")
    yield Screen("login", "", "/account/login/")
    yield Screen("desk-trainee", "lin", "/desk/")
    yield Screen("study-room", "lin", f"{learn}/")
    yield Screen("lecture", "lin", f"{learn}/1/")
    yield Screen("case-study", "lin", f"{learn}/2/")
    yield Screen("simulation-scene", "lin", f"{learn}/3/", play)
    yield Screen("simulation-debrief", "lin", ids["debrief"])
    yield Screen("exam-start", "lin", f"/sittings/{ids['sitting']}/start/")
    yield Screen("exam-question", "lin", f"/sittings/{ids['sitting']}/start/", begin)
    yield Screen("pledge-read", "lin", f"/pledges/{ids['pledge']}/sign/", begin)
    yield Screen("documents", "lin", "/desk/documents/")
    yield Screen("desk-trainer", "chen", "/desk/")
    yield Screen("question-bank", "chen", f"/banks/{ids['bank']}/")
    yield Screen("question", "chen", f"/banks/{ids['bank']}/questions/{ids['question']}/")
    yield Screen("paper", "chen", f"/papers/{ids['paper']}/")
    yield Screen("cms-lecture", "chen", f"/cms/pages/{ids['lecture']}/edit/")
    yield Screen("cms-simulation", "chen", f"/cms/pages/{ids['simulation']}/edit/")
    yield Screen("desk-grader", "sun", "/desk/")
    yield Screen("marking-queue", "sun", "/grading/")
    yield Screen("marking", "sun", f"/grading/sittings/{ids['marking']}/next/")
    yield Screen("desk-organizer", "wu", "/desk/")
    yield Screen("roster-import", "wu", f"/elections/import/{ids['import']}/")
    yield Screen("cohort", "wu", f"{cohort}/")
    yield Screen("cohort-progress", "wu", f"{cohort}/progress/")
    yield Screen("completion", "wu", f"/cohorts/{ids['examined']}/completion/")
    yield Screen("pledges", "wu", f"/cohorts/{ids['examined']}/pledges/")
    yield Screen("district", "wu", home)
    yield Screen("district-people", "wu", f"{home}people/?figure=progress")
    yield Screen("person", "wu", f"/reports/people/{ids['lin']}/")
    yield Screen("desk-leader", "zhou", "/desk/")
    yield Screen("verification", "", f"/verify/{ids['token']}/")


def play(page: Page) -> None:
    """Begin a simulation, or go on with the one that is under way, up to the first decision."""
    page.locator("main form[action*='runs/new'] button").first.click()
    page.wait_for_load_state()


def begin(page: Page) -> None:
    """Press the one button that goes on."""
    page.locator("main form[method=post] button.button--primary").first.click()
    page.wait_for_load_state()


def draw(browser: Browser, site: Site, screen: Screen, width: int) -> None:
    """Draw one picture at one width."""
    size = {"width": width, "height": WIDTHS[width]}
    context = browser.new_context(base_url=site.url, viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai")  # type: ignore[arg-type]
    page = context.new_page()
    if screen.login:
        page.goto("/account/login/")
        page.locator("input[name=login]").fill(screen.login)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("main button[type=submit]").click()
        page.wait_for_url(lambda url: "/account/login/" not in url)
    response = page.goto(screen.path)
    if response is None or response.status != 200:
        raise SystemExit(f"{screen.name}: {screen.path} answered {response and response.status}")
    screen.act(page)
    page.wait_for_timeout(300)
    path = FOLDER / f"{screen.name}-{width}.png"
    height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
    page.set_viewport_size({"width": width, "height": max(height, WIDTHS[width])})
    page.screenshot(path=path)
    Image.open(path).quantize(128).save(path, optimize=True)
    context.close()


def draw_certificate(file: Path) -> None:
    """Draw the certificate itself, as paper."""
    command = ["pdftoppm", "-png", "-r", "90", "-singlefile", file, FOLDER / "certificate"]
    subprocess.run(list(map(str, command)), check=True)


def main() -> None:
    """Make a demo, serve it, and draw everything."""
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder))
        say("loading a demo of its own")
        for command in (["migrate", "-v0"], ["createcachetable"], ["collectstatic", "--noinput", "-v0"], ["load_demo"]):
            site.manage(*command)
        ids = json.loads(site.manage("shell", "--no-imports", "-v0", "-c", SET_UP))
        shutil.rmtree(FOLDER, ignore_errors=True)
        FOLDER.mkdir(parents=True)
        draw_certificate(site.data / "private" / ids["certificate"])
        site.start()
        try:
            with sync_playwright() as playwright:
                options = ["--no-sandbox"] if os.geteuid() == 0 else []
                browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=options)
                for screen in screens(ids):
                    say(screen.name)
                    for width in WIDTHS:
                        draw(browser, site, screen, width)
        finally:
            site.stop()


if __name__ == "__main__":
    main()
