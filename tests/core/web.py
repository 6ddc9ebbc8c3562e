"""A web server on the loopback interface that answers range requests, as object stores do."""

from __future__ import annotations

import functools
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit


class RangeHandler(SimpleHTTPRequestHandler):
    """Files of a folder, whole or in parts; every request is remembered."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.requested.append(self.path)  # type: ignore[attr-defined]
        path = Path(self.translate_path(urlsplit(self.path).path))
        if not path.is_file():
            self.send_error(404)
            return
        body, status, headers = path.read_bytes(), 200, {"ETag": f'"{path.stat().st_mtime_ns}"'}
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if wanted:
            first, last = int(wanted[1]), min(int(wanted[2] or len(body) - 1), len(body) - 1)
            headers["Content-Range"] = f"bytes {first}-{last}/{len(body)}"
            body, status = body[first : last + 1], 206
        self.send_response(status)
        for name, value in {**headers, "Accept-Ranges": "bytes", "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    do_HEAD = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


class Site(ThreadingHTTPServer):
    """The server with the paths that were asked for."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        self.requested: list[str] = []
        super().__init__(("127.0.0.1", 0), functools.partial(RangeHandler, directory=str(folder)))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


@contextmanager
def serve(folder: Path) -> Iterator[Site]:
    """A folder as a web site, until the context ends."""
    with Site(folder) as site:
        thread = threading.Thread(target=site.serve_forever, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            site.shutdown()
            thread.join()
