"""Child processes under supervision: started, watched, restarted, stopped; none outlives us."""

from __future__ import annotations

import contextlib
import ctypes
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx

# Below the ports that the kernel hands out to outgoing connections: one of those could take
# the port between our choosing it and the process being up.
INNER_PORTS = range(20_000, 32_000)
PORT_ATTEMPTS = 100
FIRST_BACKOFF_SECONDS = 0.5
LONGEST_BACKOFF_SECONDS = 30.0
# Who has run this long starts again without delay.
STABLE_SECONDS = 60.0
STOP_SECONDS = 7.0
PR_SET_PDEATHSIG = 1
# Loaded before any fork: a child between fork and exec must not import.
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@dataclass(frozen=True)
class ProcessSpec:
    """What to run. `health_url` answers 200 once the process is up."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    health_url: str
    log: Path
    working_directory: Path
    inherited_fds: tuple[int, ...] = ()


@dataclass
class ChildProcess:
    """One supervised process: its present incarnation, and when the next may start."""

    spec: ProcessSpec
    popen: subprocess.Popen[bytes] | None = None
    deaths: int = 0
    started_at: float = 0.0
    _start_after: float = 0.0
    _failures_in_a_row: int = 0
    _client: httpx.Client = field(
        default_factory=lambda: httpx.Client(timeout=2.0, trust_env=False), repr=False
    )

    def start(self) -> None:
        """Start it in a process group of its own, its output appended to its log."""
        self.spec.log.parent.mkdir(parents=True, exist_ok=True)
        with self.spec.log.open("ab") as output:
            self.popen = subprocess.Popen(
                self.spec.command,
                env=dict(self.spec.environment),
                cwd=self.spec.working_directory,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=self.spec.inherited_fds,
                # Only a system call on a library loaded before.
                preexec_fn=_die_with_parent(os.getpid()),  # noqa: PLW1509
            )
        self.started_at = time.monotonic()

    def keep_alive(self) -> bool:
        """Start it again if it has died and its pause is over; True if it has just died."""
        now = time.monotonic()
        if self.popen is not None:
            if self.popen.poll() is None:
                return False
            # A helper of the dead process must not hold its port.
            self.send_signal(signal.SIGKILL)
            if now - self.started_at > STABLE_SECONDS:
                self._failures_in_a_row = 0
            pause = FIRST_BACKOFF_SECONDS * 2**self._failures_in_a_row
            self._start_after = now + min(pause, LONGEST_BACKOFF_SECONDS)
            self._failures_in_a_row += 1
            self.deaths += 1
            self.popen = None
            return True
        if now >= self._start_after:
            self.start()
        return False

    def healthy(self) -> bool:
        """Whether it runs and answers its health address with 200."""
        if self.popen is None or self.popen.poll() is not None:
            return False
        try:
            return self._client.get(self.spec.health_url).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    def log_tail(self, lines: int = 15) -> str:
        """The end of its log."""
        if not self.spec.log.exists():
            return ""
        text = self.spec.log.read_text(encoding="utf-8", errors="replace")
        return "\n".join(text.splitlines()[-lines:])

    def kill(self) -> None:
        """End it at once, with its whole group; `keep_alive` starts it again."""
        self.send_signal(signal.SIGKILL)
        if self.popen is not None:
            self.popen.wait()

    def close(self) -> None:
        """Close the connection of the health checks."""
        self._client.close()

    def send_signal(self, number: signal.Signals) -> None:
        if self.popen is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.popen.pid, number)


def stop_all(children: Sequence[ChildProcess]) -> None:
    """Ask all to stop, then make them: afterwards no process of their groups is left."""
    for child in children:
        child.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        if child.popen is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.popen.wait(max(0.0, deadline - time.monotonic()))
    for child in children:
        child.kill()
        child.close()


def free_port() -> int:
    """A port on loopback that nobody listens on.

    Raises:
        OSError: none was found.
    """
    for port in random.sample(INNER_PORTS, PORT_ATTEMPTS):
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port
    raise OSError(f"no free port between {INNER_PORTS.start} and {INNER_PORTS.stop}")


def listen(host: str, port: int) -> socket.socket:
    """A listening socket, to be handed to a child: it stays open while the child restarts.

    Raises:
        OSError: the port is taken, or the address is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((host, port))
        sock.listen(1024)
    except BaseException:
        sock.close()
        raise
    return sock


def _die_with_parent(parent: int) -> Callable[[], None]:
    def in_child() -> None:
        if _LIBC is not None:
            _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        # The parent may have died before the call above.
        if os.getppid() != parent:
            os._exit(1)

    return in_child
