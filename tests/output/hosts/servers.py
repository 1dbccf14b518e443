"""nginx and Caddy on a port of this machine, with a site."""

from __future__ import annotations

import http.client
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from matinee.deploy.hosts.recipe import make_recipe
from matinee.deploy.hosts.server import server_files
from matinee.model import Config
from tests.ports import free_port
from tests.site import Site


class Answer:
    def __init__(self, port: int, path: str) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.putrequest("GET", path, skip_host=True)
        connection.putheader("Host", "matinee.example")
        connection.endheaders()
        response = connection.getresponse()
        self.code, self.body = response.status, response.read()
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        connection.close()

    @property
    def led(self) -> tuple[int, str]:
        return self.code, self.headers.get("location", "")


@contextmanager
def running(words: list[str], port: int, log: Path) -> Iterator[int]:
    with log.open("wb") as file:
        process = subprocess.Popen(words, stdout=file, stderr=file)
        try:
            for _ in range(200):
                assert process.poll() is None, log.read_text()
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield port
        finally:
            process.terminate()
            process.wait(10)


def configured(site: Site, name: str) -> tuple[str, int]:
    """What `deploy --init server` writes, for the site's own output and a port of this machine."""
    url = re.search(r"url: (\S+)", site.read("content/site.yaml"))
    assert url is not None
    config = Config("T", url[1], deploy={"live": {"kind": "folder", "path": site.output.as_posix()}})
    port = free_port()
    return server_files(config, make_recipe(config, frozenset()))[f"hosting/{name}"], port


@contextmanager
def nginx(site: Site, folder: Path) -> Iterator[int]:
    program = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if program is None:
        pytest.skip("there is no nginx: apt-get install nginx-light")
    text, port = configured(site, "nginx.conf")
    text = text.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("listen [::]:80;", "")
    folder.mkdir()
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "site.conf").write_text(text)
    (folder / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;\nevents {{}}\n"
        f"http {{ {temporary} access_log off; include /etc/nginx/mime.types; include {folder}/site.conf; }}\n"
    )
    words = [program, "-e", f"{folder}/early.log", "-c", f"{folder}/nginx.conf"]
    checked = subprocess.run([*words, "-t"], capture_output=True, text=True, check=False, timeout=30)
    assert checked.returncode == 0, checked.stderr
    assert "warn" not in checked.stderr
    with running(words, port, folder / "log"):
        yield port


@contextmanager
def caddy(site: Site, folder: Path) -> Iterator[int]:
    program = shutil.which("caddy")
    if program is None:
        pytest.skip("there is no Caddy: apt-get install caddy")
    text, port = configured(site, "Caddyfile")
    folder.mkdir()
    text = text.replace("matinee.example {", f"http://matinee.example:{port} {{\n\tbind 127.0.0.1")
    (folder / "Caddyfile").write_text(f"{{\n\tadmin off\n\tauto_https off\n}}\n{text}")
    words = [program, "run", "--adapter", "caddyfile", "--config", f"{folder}/Caddyfile"]
    with running(words, port, folder / "log"):
        yield port


SERVERS = {"nginx": nginx, "caddy": caddy}
