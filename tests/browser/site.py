"""The product as it is served: web server, task worker and database of its own, on a free port."""

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from scripts.postgres import free_port

PROJECT = Path(__file__).resolve().parents[2]
STARTING_SECONDS = 180


@dataclass
class Site:
    """A running site whose data is in one folder; the tests may cut it off and start it again."""

    data: Path
    port: int = field(default_factory=free_port)
    database_url: str = ""  # Empty: a SQLite file in the folder.
    settings: str = "training.settings"
    application: str = "training.wsgi"
    extra: dict[str, str] = field(default_factory=dict)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The address without the slash."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def database(self) -> Path:
        """The file that holds the site's data."""
        return self.data / "site.sqlite3"

    def environment(self) -> dict[str, str]:
        """What the site's processes see: the product's own settings, not the tests'."""
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": self.settings,
            "DATABASE_URL": self.database_url or f"sqlite:///{self.database}",
            "DATA_DIR": str(self.data),
            "SITE_URL": self.url,
            **self.extra,
        }

    def prepare(self, template: Path) -> None:
        """Lay down a migrated, empty database and the hashed static files."""
        shutil.copyfile(template, self.database)
        self.manage("collectstatic", "--noinput", "-v0")

    def manage(self, *arguments: str) -> str:
        """Run a management command of the site; what it printed comes back."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=PROJECT, env=self.environment(), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, *names: str) -> None:
        """Start whatever is not running, or what is named of it, and wait until the site answers."""
        options = ["--no-control-socket", "--workers=2", "--threads=4", "--log-level=warning"]
        bind = f"--bind=127.0.0.1:{self.port}"
        commands = {
            "web": [sys.executable, "-m", "gunicorn", self.application, bind, *options],
            "worker": [sys.executable, "manage.py", "db_worker", "--queue-name=*", "--interval=0.2", "-v0"],
        }
        for name, command in commands.items():
            if name not in self.processes and (not names or name in names):
                self.processes[name] = subprocess.Popen(command, cwd=PROJECT, env=self.environment())
        self._wait_until_it_answers()

    def stop(self, *names: str) -> None:
        """End the named processes, or all."""
        for name in names or tuple(self.processes):
            process = self.processes.pop(name)
            process.terminate()
            process.wait(20)

    def _wait_until_it_answers(self) -> None:
        until = time.monotonic() + STARTING_SECONDS
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"{self.url}/account/login/", timeout=5):
                    return
            except OSError:  # Refused, reset, or slow to answer the first time.
                time.sleep(0.2)
        raise AssertionError("the site did not start")
