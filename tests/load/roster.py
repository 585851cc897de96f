"""A roster of 50,000 rows against a served site on loopback: how fast the upload, the other pages and the result are.

Run it with `make bench-roster`. It prints figures and judges nothing; targets: docs/explanation/performance.md.
"""

import http.cookiejar
import os
import re
import sqlite3
import statistics
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from tests.browser.site import PROJECT, Site  # noqa: E402  # What follows wants Django to be set up.
from tests.factories.rosters import Community, large_xlsx  # noqa: E402

ROWS = 50_000
LONGEST_SECONDS = 300
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


class Client:
    """A browser without a screen: cookies, forms, one file."""

    def __init__(self, url: str) -> None:
        self.url = url
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)

    def get(self, path: str) -> bytes:
        """The body of a page."""
        body: bytes = self.opener.open(self.url + path, timeout=60).read()
        return body

    def post(self, page: str, action: str, fields: dict[str, str], file: bytes | None = None) -> str:
        """Post a form that stands on a page; the address that one ends on."""
        token = TOKEN.search(self.get(page))
        assert token is not None, page
        fields = {"csrfmiddlewaretoken": token.group(1).decode(), **fields}
        if file is None:
            data, kind = urllib.parse.urlencode(fields).encode(), "application/x-www-form-urlencoded"
        else:
            data, kind = multipart(fields, file)
        headers = {"Content-Type": kind, "Referer": self.url + page}
        request = urllib.request.Request(self.url + action, data, headers)  # our own loopback
        address: str = self.opener.open(request, timeout=60).geturl()
        return address


def multipart(fields: dict[str, str], file: bytes) -> tuple[bytes, str]:
    """The fields and the roster as a browser sends them."""
    edge = b"----cadre"
    parts = [
        b'--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (edge, name.encode(), value.encode())
        for name, value in fields.items()
    ]
    head = b'--%s\r\nContent-Disposition: form-data; name="file"; filename="big.xlsx"\r\n\r\n' % edge
    return b"".join([*parts, head, file, b"\r\n--%s--\r\n" % edge]), f"multipart/form-data; boundary={edge.decode()}"


def states(database: Path) -> str:
    """How far the one import is."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=20) as connection:
        state: str = connection.execute("SELECT state FROM people_rosterimport").fetchone()[0]
    return state


def wait_for(state: str, client: Client, site: Site, pauses: list[float]) -> float:
    """Open another page again and again until the import is so far; the seconds that took."""
    begun = time.perf_counter()
    while time.perf_counter() - begun < LONGEST_SECONDS:
        before = time.perf_counter()
        client.get("/elections/")
        pauses.append(time.perf_counter() - before)
        if states(site.database) == state:
            return time.perf_counter() - begun
        time.sleep(0.2)
    raise SystemExit(f"not {state} within {LONGEST_SECONDS} s")


def main() -> None:
    """Serve an empty site, bring in the divisions, upload, and look on."""
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder))
        for command in (["migrate", "-v0"], ["createcachetable"], ["collectstatic", "--noinput", "-v0"]):
            site.manage(*command)
        site.manage("import_divisions", str(PROJECT / "training" / "demo" / "divisions.csv"))
        password = site.manage("create_organizer", "wu", "吴组织员", "37").split()[-1]
        site.start()
        try:
            measure(site, password)
        finally:
            site.stop()


def measure(site: Site, password: str) -> None:
    """Print the four figures."""
    with sqlite3.connect(site.database) as connection:
        rows = connection.execute(
            "SELECT street.name, unit.name FROM people_orgunit unit JOIN people_orgunit street"
            " ON street.code = substr(unit.code, 1, 9) WHERE length(unit.code) = 12 AND unit.code LIKE '3701%'"
        )
        communities = [Community(*row) for row in rows]
        unit = connection.execute("SELECT id FROM people_orgunit WHERE code = '3701'").fetchone()[0]
    roster = large_xlsx(ROWS, communities)
    client = Client(site.url)
    client.post("/account/login/", "/account/login/", {"login": "wu", "password": password})
    own = {"oldpassword": password, "password1": "spring-of-the-pearl", "password2": "spring-of-the-pearl"}
    client.post("/account/password/", "/account/password/", own)
    begun = time.perf_counter()
    page = client.post("/elections/import/", "/elections/import/", {"unit": str(unit)}, roster)
    uploaded = time.perf_counter() - begun
    pauses: list[float] = []
    checked = wait_for("checked", client, site, pauses)
    path = urllib.parse.urlsplit(page).path
    client.post(path, f"{path}apply/", {})
    applied = wait_for("applied", client, site, pauses)
    print(f"rows                    {ROWS}, {len(roster) / 1e6:.1f} MB")  # noqa: T201
    print(f"upload answered in      {uploaded:.2f} s")  # noqa: T201
    print(f"checked after           {checked:.1f} s, applied after {applied:.1f} s more")  # noqa: T201
    worst, median = max(pauses), statistics.median(pauses)
    print(f"another page meanwhile  median {median * 1000:.0f} ms, longest {worst * 1000:.0f} ms of {len(pauses)}")  # noqa: T201


if __name__ == "__main__":
    main()
