"""A live server of two processes on this run's own kind of database, and requests that all leave at one moment."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from threading import Barrier
from typing import TypeVar
from urllib.parse import quote, urlencode

from django.db import connection
from django.test import Client

from people.models.accounts import User
from tests.browser.site import Site
from tests.database import connect_to, store

Outcome = TypeVar("Outcome")
TOKEN = "r" * 32


@contextmanager
def served(folder: Path, *, protected: bool) -> Iterator[Site]:
    """Serve a fresh database, which this process writes and reads too, until the tests of a file are done."""
    before = connection.settings_dict["NAME"]
    databases = store("_protected" if protected else "_unprotected")
    databases.provide()
    site = Site(
        folder,
        database_url=url_of_connection(),
        settings="tests.settings",
        application="tests.races.application",
        extra={} if protected else {"WITHOUT_PROTECTION": "yes", "LOG_LEVEL": "CRITICAL"},
    )
    try:
        site.start("web")
        yield site
    finally:
        site.stop()
        databases.remove()
        connect_to(before)


def url_of_connection() -> str:
    """The address of the database that this process is connected to."""
    own = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{own['NAME']}"
    secret = f":{quote(own['PASSWORD'])}" if own["PASSWORD"] else ""
    return f"postgres://{own['USER']}{secret}@{own['HOST']}:{own['PORT']}/{own['NAME']}"


class Device:
    """Somebody's browser: a session, a mark of its own, and no page."""

    def __init__(self, site: Site, person: User, mark: str) -> None:
        client = Client()
        client.force_login(person)
        self.port = site.port
        session = client.cookies["sessionid"].value
        self.headers = {"Cookie": f"sessionid={session}; csrftoken={TOKEN}; device={mark}", "X-CSRFToken": TOKEN}

    def post(self, path: str, body: bytes | dict[str, str]) -> int:
        """Send a form, or JSON where the body is bytes; the status of the reply."""
        is_form = isinstance(body, dict)
        kind = "application/x-www-form-urlencoded" if is_form else "application/json"
        data = urlencode(body).encode() if isinstance(body, dict) else body
        line = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            line.request("POST", path, data, {**self.headers, "Content-Type": kind})
            reply = line.getresponse()
            reply.read()
            return reply.status
        finally:
            line.close()


def at_once(times: int, act: Callable[[int], Outcome]) -> list[Outcome]:
    """Run `act` in as many threads, all released at the same moment."""
    barrier = Barrier(times)

    def run(number: int) -> Outcome:
        barrier.wait()
        return act(number)

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))
