"""The supervisor behind `careers serve`: all four processes on one machine."""

from __future__ import annotations

import errno
import json
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from bot.database import get_database
from bot.processes import ChildProcess, ProcessSpec, free_port, listen, stop_all
from bot.settings import PROJECT, Settings
from bot.staff.accounts import any_account

START_SECONDS = 300.0
# A process that dies this often before it was ever up will not come up.
FATAL_DEATHS = 3
TICK_SECONDS = 0.2
# Rasa says this when it cannot load or reach the tracker store, and goes on without it.
MEMORY_STORE = b"InMemoryTrackerStore"
ADDRESS_FILE = "serve.json"

console = Console(stderr=True, highlight=False)


class StartError(Exception):
    """The assistant does not come up; the text says which process and why."""


def serve(settings: Settings, model_path: Path) -> int:
    """Run the assistant until SIGINT or SIGTERM; the exit status of the command."""
    try:
        public = listen(settings.host, settings.port)
    except OSError as error:
        console.print(f"[red]✗[/] {_port_problem(settings, error)}")
        return 1
    with public:
        specs = process_specs(settings, model_path, public)
        return Supervisor(specs, settings, public_url(settings)).run()


def report_taken_port(settings: Settings) -> str | None:
    """What is wrong with the public port, in words; None if it is free."""
    try:
        listen(settings.host, settings.port).close()
    except OSError as error:
        return _port_problem(settings, error)
    return None


def running_address(settings: Settings) -> str | None:
    """The address of the assistant that runs on this data folder; None if none does."""
    return _running(settings).get("url")


def running_rasa(settings: Settings) -> str | None:
    """The address of its Rasa, for processes beside it; None if none runs."""
    address = _running(settings).get("rasa_url")
    return address.rstrip("/") if address else None


def _running(settings: Settings) -> dict[str, str]:
    try:
        running = json.loads((settings.data_dir / ADDRESS_FILE).read_text(encoding="utf-8"))
        os.kill(int(running["pid"]), 0)
    except (OSError, ValueError, KeyError):
        return {}
    return {name: str(value) for name, value in running.items()}


def public_url(settings: Settings) -> str:
    """The address that the supervisor's own machine reaches the web process under."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"


def process_specs(settings: Settings, model_path: Path, public: socket.socket) -> list[ProcessSpec]:
    """The four processes, on inner ports that are free now."""
    actions_port, rasa_port, worker_port = free_port(), free_port(), free_port()
    rasa_url = f"http://127.0.0.1:{rasa_port}"
    actions_url = f"http://127.0.0.1:{actions_port}"
    environment = _environment(settings, rasa_url=rasa_url, actions_url=actions_url)

    def spec(
        name: str, arguments: Sequence[str], health_url: str, fds: tuple[int, ...] = ()
    ) -> ProcessSpec:
        return ProcessSpec(
            name=name,
            command=[sys.executable, "-m", *arguments],
            environment=environment,
            health_url=health_url,
            log=settings.data_dir / "logs" / f"{name}.log",
            working_directory=PROJECT,
            inherited_fds=fds,
        )

    return [
        spec(
            "actions",
            ["rasa_sdk", "--actions", "actions", "-p", str(actions_port), "--quiet"],
            f"{actions_url}/health",
        ),
        spec(
            "rasa",
            [
                *("rasa", "run", "--quiet", "-m", str(model_path.resolve())),
                *("-i", "127.0.0.1", "-p", str(rasa_port)),
                *("--endpoints", "endpoints.yml", "--credentials", "credentials.yml"),
            ],
            f"{rasa_url}/",
        ),
        spec(
            "web",
            ["bot.web", "--fd", str(public.fileno())],
            f"{public_url(settings)}/healthz",
            (public.fileno(),),
        ),
        spec(
            "worker",
            ["bot.worker", "--port", str(worker_port)],
            f"http://127.0.0.1:{worker_port}/healthz",
        ),
    ]


def _environment(settings: Settings, *, rasa_url: str, actions_url: str) -> dict[str, str]:
    return {
        **os.environ,
        "CAREERS_DATA_DIR": str(settings.data_dir.resolve()),
        "CAREERS_RASA_URL": rasa_url,
        "CAREERS_ACTIONS_URL": f"{actions_url}/webhook",
        "CAREERS_HOST": settings.host,
        "CAREERS_PORT": str(settings.port),
        "DATABASE_URL": settings.resolved_database_url,
        "PYTHONUNBUFFERED": "1",
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "2",
        # Rasa quotes the visitor at DEBUG and INFO, Sanic in its access log.
        "LOG_LEVEL": "WARNING",
        "LOG_LEVEL_LIBRARIES": "ERROR",
        "SANIC_ACCESS_LOG": "false",
        "SANIC_HOST": "127.0.0.1",
    }


class Supervisor:
    """Starts the processes, keeps them running, and takes them down with itself."""

    def __init__(self, specs: Sequence[ProcessSpec], settings: Settings, url: str) -> None:
        self._children = [ChildProcess(spec) for spec in specs]
        self._settings = settings
        self._address = settings.data_dir / ADDRESS_FILE
        self._url = url
        self._stop = threading.Event()
        self._log_read = {spec.name: _size(spec.log) for spec in specs}

    def run(self) -> int:
        """Until SIGINT or SIGTERM; 0 after a clean stop, 1 if the assistant did not start."""
        previous = {
            number: signal.signal(number, lambda *_: self._stop.set())
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        }
        try:
            self._start()
            if not self._stop.is_set():
                self._announce()
            while not self._stop.wait(TICK_SECONDS):
                self._watch()
        except StartError as error:
            console.print(f"[red]✗[/] {error}", markup=True)
            return 1
        finally:
            self._address.unlink(missing_ok=True)
            with console.status("Stopping"):
                stop_all(self._children)
            for number, handler in previous.items():
                signal.signal(number, handler)
        console.print("Stopped.")
        return 0

    def _start(self) -> None:
        for child in self._children:
            child.start()
        waiting = list(self._children)
        deadline = time.monotonic() + START_SECONDS
        with console.status("") as status:
            while waiting and not self._stop.is_set():
                status.update(f"Starting {', '.join(child.spec.name for child in waiting)}")
                self._watch(starting=True)
                for child in [each for each in waiting if each.healthy()]:
                    waiting.remove(child)
                    seconds = time.monotonic() - child.started_at
                    console.print(f"[green]✓[/] {child.spec.name} is up ({seconds:.0f} s)")
                if time.monotonic() > deadline:
                    raise StartError(_describe(waiting[0], "did not come up"))
                self._stop.wait(TICK_SECONDS)

    def _announce(self) -> None:
        inner = {f"{child.spec.name}_url": child.spec.health_url for child in self._children}
        temporary = self._address.with_suffix(".tmp")
        document = {**inner, "pid": os.getpid(), "url": self._url}
        temporary.write_text(json.dumps(document), encoding="utf-8")
        temporary.replace(self._address)
        console.print(f"[bold]The assistant is ready: {self._url}[/]   (Ctrl-C stops it)")
        if hint := self._staff_hint():
            console.print(hint)

    def _staff_hint(self) -> str | None:
        """How to get into the staff pages, while nobody can."""
        with get_database(self._settings.resolved_database_url).reading() as session:
            if any_account(session):
                return None
        folder = self._settings.data_dir
        data = "" if folder.resolve() == (PROJECT / "var").resolve() else f" --data {folder}"
        return (
            f"Staff pages: {self._url}/staff; make the first account with\n"
            f"  .venv/bin/careers{data} staff add YOU@YOUR-COMPANY.COM"
        )

    def _watch(self, *, starting: bool = False) -> None:
        for child in self._children:
            if self._forgets(child):
                message = "works without its database (InMemoryTrackerStore)"
                if starting:
                    raise StartError(_describe(child, message))
                console.print(f"[red]✗[/] {child.spec.name} {message}; restarting it")
                child.kill()
            if child.keep_alive():
                if starting and child.deaths >= FATAL_DEATHS:
                    raise StartError(_describe(child, "does not start"))
                console.print(
                    f"[yellow]![/] {child.spec.name} has stopped and is restarted; "
                    f"see {child.spec.log}"
                )

    def _forgets(self, child: ChildProcess) -> bool:
        if child.spec.name != "rasa":
            return False
        size = _size(child.spec.log)
        if size <= self._log_read["rasa"]:
            return False
        with child.spec.log.open("rb") as log:
            log.seek(self._log_read["rasa"])
            self._log_read["rasa"] = size
            return MEMORY_STORE in log.read()


def _describe(child: ChildProcess, what: str) -> str:
    return f"{child.spec.name} {what}. The end of {child.spec.log}:\n{child.log_tail()}"


def _port_problem(settings: Settings, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"port {settings.port} is taken by another program on {settings.host}; "
            "stop that one, or choose another with --port"
        )
    if error.errno == errno.EACCES:
        return f"port {settings.port} needs more rights; choose one above 1023 with --port"
    return f"cannot listen on {settings.host}, port {settings.port}: {error.strerror}"


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
