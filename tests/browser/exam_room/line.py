"""A line between a browser and the site that can really be cut: a TCP relay of the test's own."""

import socket
import threading
from contextlib import suppress
from dataclasses import dataclass, field

from scripts.postgres import free_port

PIECE = 65_536


@dataclass
class Line:
    """Whoever speaks to `url` reaches the site for as long as the line holds; cut, nobody answers there."""

    to_port: int
    port: int = field(default_factory=free_port)
    listener: socket.socket | None = None
    ends: list[socket.socket] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The address at this end of the line."""
        return f"http://127.0.0.1:{self.port}"

    def mend(self) -> None:
        """Let the line hold."""
        listener = socket.create_server(("127.0.0.1", self.port), reuse_port=False)
        self.listener = listener
        threading.Thread(target=self._answer, args=[listener], daemon=True).start()

    def cut(self) -> None:
        """End every connection, whatever is under way on it, and take no new one."""
        if self.listener is not None:
            _end(self.listener)
        for end in self.ends:
            _end(end)
        self.listener, self.ends = None, []

    def _answer(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _ = listener.accept()
            except OSError:  # Cut.
                return
            far = socket.create_connection(("127.0.0.1", self.to_port))
            self.ends += [near, far]
            for here, there in ((near, far), (far, near)):
                threading.Thread(target=_carry, args=[here, there], daemon=True).start()


def _carry(here: socket.socket, there: socket.socket) -> None:
    with suppress(OSError):
        while piece := here.recv(PIECE):
            there.sendall(piece)
    _end(here)
    _end(there)


def _end(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
