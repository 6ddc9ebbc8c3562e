"""Programs that serve on the loopback interface: started on a free port, waited for, and always stopped."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

READY_SECONDS = 10.0
STOP_SECONDS = 5.0
TRIES = 5
"""Another program may take a free port before ours does; then the next one is tried."""

NEXT_STEP = "run tools/bootstrap.sh (make bootstrap) and then the tests again"


class ServerError(RuntimeError):
    """A server did not start; the message says why and what to do."""


@dataclass(frozen=True)
class Running:
    """A program that answers."""

    process: subprocess.Popen[bytes]
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def program(path: Path) -> str:
    """The path of an installed program as text."""
    if not path.is_file():
        raise ServerError(f"{path} is missing; {NEXT_STEP}.")
    return str(path)


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: Callable[[int], list[str]], output: Path, ready_path: str = "/") -> Iterator[Running]:
    """Run the command made for a free port until the context ends; its output goes to a file."""
    server = _start(command, output, ready_path)
    try:
        yield server
    finally:
        _stop(server.process)


def _start(command: Callable[[int], list[str]], output: Path, ready_path: str) -> Running:
    for _ in range(TRIES):
        port = free_port()
        if _is_taken(port):
            continue
        with output.open("wb") as stream:
            process = subprocess.Popen([*_bound_to_us(), *command(port)], stdout=stream, stderr=stream)
        try:
            if _answers(process, f"http://127.0.0.1:{port}{ready_path}"):
                return Running(process, port)
        except BaseException:
            _stop(process)
            raise
        _stop(process)
        if "in use" not in _text(output):
            break
    said = _text(output) if output.exists() else "nothing: no free port was found."
    raise ServerError(f"{command(0)[0]} did not answer within {READY_SECONDS:g} s. It said:\n{said}")


def _is_taken(port: int) -> bool:
    """Whether a program listens there already: it could answer before ours has found that out, on a busy machine."""
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _bound_to_us() -> list[str]:
    """Words before a command with which the kernel ends it when we are killed and cannot do it ourselves."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", "--"] if setpriv else []


def _answers(process: subprocess.Popen[bytes], url: str) -> bool:
    until = time.monotonic() + READY_SECONDS
    with requests.Session() as session:
        session.trust_env = False  # a proxy of the environment knows nothing of our ports
        while time.monotonic() < until and process.poll() is None:
            try:
                session.get(url, timeout=1)
                # Another program's answer must not count as ours: on a taken port ours ends at once.
                time.sleep(0.05)
                return process.poll() is None
            except requests.RequestException:
                time.sleep(0.02)
    return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
    process.wait()


def _text(output: Path) -> str:
    return output.read_text(encoding="utf-8", errors="replace").strip()
