"""nginx from Debian: folders over HTTP with range requests, and a log of what was asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import requests

from .process import Running, program, running

NGINX = Path("/usr/sbin/nginx")

CONFIG = """
daemon off;
master_process off;
pid {own}/nginx.pid;
error_log {own}/error.log;
events {{ worker_connections 256; }}
http {{
    log_format record escape=json '{{"method": "$request_method", "url": "$request_uri", "status": $status,'
        ' "sent": $body_bytes_sent, "range": "$http_range", "agent": "$http_user_agent",'
        ' "connection": $connection}}';
    access_log {own}/access.log record;
    client_body_temp_path {own}/body;
    proxy_temp_path {own}/proxy;
    fastcgi_temp_path {own}/fastcgi;
    uwsgi_temp_path {own}/uwsgi;
    scgi_temp_path {own}/scgi;
    types {{ application/json json; application/geo+json geojson; image/tiff tif; image/jp2 jp2;
        application/xml xml; application/zip zip; image/png png; }}
    default_type application/octet-stream;
    sendfile on;
    keepalive_requests 100000;
    server {{
        listen 127.0.0.1:{port};
        absolute_redirect off;
        location = {mark} {{ return 204; }}
{locations}
        location / {{ return 404; }}
    }}
}}
"""
"""One process, so that the log has the requests in the order in which they ended."""

MARK = "/-/mark"
"""Asked for to know where in the log we are; no folder has this name."""


@dataclass(frozen=True)
class Request:
    """A line of nginx's log."""

    method: str
    url: str  # path and query as sent
    status: int
    sent: int  # bytes of the body
    range: str  # the header as sent, or empty
    agent: str
    connection: int  # requests with one number came over one connection


class Nginx:
    """A running nginx. Each folder lies below ``url`` under its name."""

    def __init__(self, server: Running, log: Path) -> None:
        self.url = server.url
        self._log = log
        self._marks = 0
        self._start = 0  # bytes of the log that are not looked at any more

    def folder_url(self, name: str) -> str:
        return f"{self.url}/{quote(name)}"

    def requests(self) -> list[Request]:
        """All requests that ended since the start or the last ``forget``, in order."""
        self._set_mark()
        with self._log.open("rb") as log:
            log.seek(self._start)
            records = [Request(**json.loads(line)) for line in log]
        return [record for record in records if not record.url.startswith(MARK)]

    def forget(self) -> None:
        """Leave out of ``requests`` what was asked for until now."""
        self._set_mark()
        self._start = self._log.stat().st_size

    def _set_mark(self) -> None:
        """Return when all earlier requests are in the log: one process writes it, so its own line is the last."""
        self._marks += 1
        with requests.Session() as session:
            session.trust_env = False
            session.get(f"{self.url}{MARK}?{self._marks}", timeout=10).raise_for_status()


@contextmanager
def serve(folders: Mapping[str, Path], own: Path) -> Iterator[Nginx]:
    """nginx over the folders by name, with its files in the empty folder ``own``, until the context ends."""
    own.mkdir(parents=True, exist_ok=True)

    def command(port: int) -> list[str]:
        config = own / "nginx.conf"
        config.write_text(_config(folders, own, port), encoding="utf-8")
        return [program(NGINX), "-p", str(own), "-e", str(own / "error.log"), "-c", str(config)]

    with running(command, own / "output.log", ready_path=MARK) as server:
        nginx = Nginx(server, own / "access.log")
        nginx.forget()
        yield nginx


def _config(folders: Mapping[str, Path], own: Path, port: int) -> str:
    locations = "\n".join(
        f'        location "/{name}/" {{ alias "{folder.resolve()}/"; }}' for name, folder in folders.items()
    )
    return CONFIG.format(own=own, port=port, mark=MARK, locations=locations)
