"""Those who sit the examination that is measured: each a browser without a screen that keeps a ledger."""

import json
import os
import re
import time
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Protocol
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from assessments.models.attempts import Answer
from tests.browser.site import Site
from tests.factories.assessments import make_bank, make_question, make_sitting, single_snapshot
from tests.factories.cohorts import make_cohort, make_enrollment, make_person

ATTEMPT = re.compile(r"/attempts/([0-9a-f-]{36})/")


class Ledger(Protocol):
    """Where examinees write down what happened."""

    saves: list[float]
    errors: list[str]
    acknowledged: dict[tuple[str, int], object]


def lay_out(folder: Path, *, trainees: int, questions: int, pool: int) -> tuple[Site, int, list[str]]:
    """Migrate, and prepare a sitting of a paper from a bank, with the people who are to sit it."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    now = timezone.now()
    with transaction.atomic():
        cohort = make_cohort(at=now)
        sitting = make_sitting(cohort, [single_snapshot()] * questions, opens_at=now - timedelta(hours=1))
        bank = make_bank(cohort.unit)
        for _ in range(pool):
            make_question(bank)
        password = make_password("spring-of-the-black-tiger", hasher="argon2id19")
        people = [make_person(f"学员{number}", password=password) for number in range(trainees)]
        for person in people:
            make_enrollment(cohort, person, at=now)
    connection.close()
    site = Site(folder, database_url=os.environ["DATABASE_URL"])
    site.manage("collectstatic", "--noinput", "-v0")
    return site, sitting.pk, [person.username for person in people]


def lost(acknowledged: dict[tuple[str, int], object]) -> int:
    """How many acknowledged answers the database does not hold as they were sent."""
    rows = Answer.objects.in_force().values_list("item__attempt__uuid", "item__position", "response")
    stored = {(str(uuid), position): response for uuid, position, response in rows}
    return sum(stored.get(place) != response for place, response in acknowledged.items())


class Examinee:
    """One trainee, from the login page to the receipt, on one connection."""

    def __init__(self, port: int, username: str, password: str, sitting: int, ledger: Ledger) -> None:
        self.line = HTTPConnection("127.0.0.1", port, timeout=60)
        self.username, self.password, self.sitting, self.ledger = username, password, sitting, ledger
        self.cookies: dict[str, str] = {}

    def log_in(self) -> None:
        """The login page, and the form on it."""
        self.ask("GET", "/account/login/")
        self.form("/account/login/", {"login": self.username, "password": self.password})

    def sit(self) -> None:
        """Start, answer every question, look over the answers, hand in, read the receipt."""
        start = f"/sittings/{self.sitting}/start/"
        self.ask("GET", start)
        page = self.follow(self.form(start, {}))
        found = ATTEMPT.search(page)
        if found is None:
            self.ledger.errors.append(f"{self.username} could not begin")
            return
        attempt = found.group(1)
        for position in range(1, page.count("data-item=") + 1):
            self.save(attempt, position)
        self.ask("GET", f"/attempts/{attempt}/review/")
        self.follow(self.form(f"/attempts/{attempt}/submit/", {}))

    def save(self, attempt: str, position: int) -> None:
        """Write one answer, and write down that it was acknowledged."""
        response = {"chosen": "abcd"[(position + len(self.username)) % 4]}
        body = {"revision": 1, "operation": str(uuid4()), "response": response}
        path, begun = f"/attempts/{attempt}/items/{position}/", time.perf_counter()
        status, _, _ = self.ask("POST", path, json.dumps(body), "application/json")
        self.ledger.saves.append(time.perf_counter() - begun)
        if status == 200:
            self.ledger.acknowledged[attempt, position] = response

    def form(self, path: str, fields: dict[str, str]) -> str:
        """Post a form; where it leads."""
        return self.ask("POST", path, urlencode(fields), "application/x-www-form-urlencoded")[1]

    def follow(self, path: str) -> str:
        """The page to which a form leads."""
        return self.ask("GET", path)[2] if path else ""

    def ask(self, method: str, path: str, body: str | None = None, kind: str = "") -> tuple[int, str, str]:
        """Send a request: status, where it leads, and the page."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookies, "X-CSRFToken": self.cookies.get("csrftoken", ""), "Accept-Language": "zh-CN"}
        if kind:
            headers["Content-Type"] = kind
        try:
            self.line.request(method, path, body, headers)
            reply = self.line.getresponse()
        except (OSError, HTTPException):  # The server has closed a line that was idle: once more on a new one.
            self.line.close()
            self.line.request(method, path, body, headers)
            reply = self.line.getresponse()
        page = reply.read().decode()
        for header in reply.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        if reply.status >= 400:
            self.ledger.errors.append(f"{reply.status} {method} {path}")
        return reply.status, reply.headers.get("Location", ""), page
