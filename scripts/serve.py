"""One parent for the web server, the task worker and the minute's tick; Ctrl-C ends them all."""

import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType

from scripts import environment
from scripts.console import ROOT, VENV_PYTHON, refuse, say

HOST = "127.0.0.1"
TICK_SECONDS = 60
GRACE_SECONDS = 10
RESTART_PAUSE_SECONDS = 2
MANAGE = [str(VENV_PYTHON), "manage.py"]


class Service:
    """A child process that is started again when it dies."""

    def __init__(self, name: str, command: list[str], env: dict[str, str]) -> None:
        self.name = name
        self.command = command
        self.env = env
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        # A session of its own: Ctrl-C reaches the parent alone, which then asks each child just once.
        return subprocess.Popen(self.command, cwd=ROOT, env=self.env, start_new_session=True)

    def revive(self) -> None:
        """Start the process again where it has ended."""
        if self.process.poll() is None:
            return
        say(f"the {self.name} ended with code {self.process.returncode}; starting it again")
        time.sleep(RESTART_PAUSE_SECONDS)
        self.process = self._start()

    def stop(self) -> None:
        """Ask the process to end; it may finish what it has in hand."""
        if self.process.poll() is None:
            self.process.terminate()

    def wait(self, until: float) -> None:
        """Wait for the end; past the given time, force it."""
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def serve() -> None:
    """Run everything until somebody ends it."""
    port = environment.port(ROOT / ".env")
    if is_taken(port):
        refuse(f"Port {port} is in use. Choose another one: PORT={port + 1} make run")
    for polite in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(polite, interrupt)
    env = child_environment(port)
    check_records(env)
    services = [
        Service("web server", web_command(port), env),
        Service("task worker", [*MANAGE, "db_worker", "--queue-name=*", "-v0"], env),
    ]
    try:
        announce(port)
        watch(services, env)
    except KeyboardInterrupt:
        print()
        say("ending")
    finally:
        stop_all(services)


def check_records(env: dict[str, str]) -> None:
    """Check the record chain on its last anchor beside everything else: what it finds keeps nobody from an exam."""
    command = [*MANAGE, "verify_chain", "--last-anchor", "--tell"]
    subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL)


def watch(services: list[Service], env: dict[str, str]) -> None:
    """Keep the services alive and tick once a minute, one tick at a time."""
    tick: subprocess.Popen[bytes] | None = None
    next_tick = time.monotonic()
    while True:
        if time.monotonic() >= next_tick and (tick is None or tick.poll() is not None):
            tick = subprocess.Popen([*MANAGE, "tick"], cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
            next_tick = time.monotonic() + TICK_SECONDS
        for service in services:
            service.revive()
        time.sleep(0.5)


def stop_all(services: list[Service]) -> None:
    """Ask all to end at once, then wait for each."""
    # A second Ctrl-C must not leave a child behind.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for service in services:
        service.stop()
    until = time.monotonic() + GRACE_SECONDS
    for service in services:
        service.wait(until)


def web_command(port: int) -> list[str]:
    """Return the command line of the web server."""
    options = ["--no-control-socket", "--workers=2", "--threads=4", "--log-level=warning"]
    return [str(VENV_PYTHON), "-m", "gunicorn", "training.wsgi", f"--bind={HOST}:{port}", *options]


def child_environment(port: int) -> dict[str, str]:
    """Return what the children see: the port asked for also stands in the links they make."""
    env = {**os.environ, "PORT": str(port)}
    if "PORT" in os.environ and "SITE_URL" not in os.environ:
        env["SITE_URL"] = f"http://{HOST}:{port}"
    return env


def announce(port: int) -> None:
    """Say where the site is, as soon as it answers."""
    until = time.monotonic() + 60
    while not is_taken(port) and time.monotonic() < until:
        time.sleep(0.2)
    print(f"\n  The site is open: http://{HOST}:{port}/   (Ctrl-C ends it)\n", flush=True)


def is_taken(port: int) -> bool:
    """Say whether somebody listens on the port."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def interrupt(signum: int, frame: FrameType | None) -> None:
    """Treat a polite request to end like Ctrl-C."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    serve()
    sys.exit(0)
