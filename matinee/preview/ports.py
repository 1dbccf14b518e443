"""Where the preview listens: on this machine alone, unless it is told otherwise."""

from __future__ import annotations

import errno
import os
import socket
from contextlib import suppress
from pathlib import Path

from ..errors import OutsideError

LOOPBACK = ("127.0.0.1", "::1")
NEXT = 50  # ports to try after one that is busy
_BUSY = frozenset({errno.EADDRINUSE, errno.EACCES})


def is_loopback(host: str) -> bool:
    """Whether only this machine can connect."""
    return host in {*LOOPBACK, "localhost", "[::1]"} or host.startswith("127.")


def listen(host: str, port: int, is_told: bool) -> list[socket.socket]:
    """Sockets that listen at a port, or, unless that `is_told`, at the next free one. OutsideError, naming who has it,
    where there is none."""
    hosts = LOOPBACK if host in {"127.0.0.1", "localhost"} else (host.strip("[]"),)
    last = port if is_told or not port else min(port + NEXT, 65535)
    for number in range(port, last + 1):
        try:
            return _bind(hosts, number)
        except OSError as exc:
            if exc.errno not in _BUSY:
                raise OutsideError(f"cannot listen at {host}: {exc.strerror or exc}") from exc
            if number == last:
                holder = f" by {found}" if (found := port_holder(port)) else ""
                hint = "choose another with --port, or end what has it"
                raise OutsideError(f"port {port} is taken{holder}", hint) from exc
    raise OutsideError(f"there is no port {port}")


def _bind(hosts: tuple[str, ...], port: int) -> list[socket.socket]:
    """One socket for each host, all at one port; where a machine has no IPv6, without it."""
    bound: list[socket.socket] = []
    try:
        for host in hosts:
            family = socket.AF_INET6 if ":" in host else socket.AF_INET
            try:
                one = socket.socket(family, socket.SOCK_STREAM)
            except OSError:
                continue
            bound.append(one)
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            try:
                one.bind((host, port))
            except OSError as exc:
                if exc.errno == errno.EADDRNOTAVAIL and len(bound) > 1:
                    bound.pop().close()
                    continue
                raise
            one.listen(1024)
            port = port or one.getsockname()[1]
    except OSError:
        for one in bound:
            one.close()
        raise
    return bound


def port_holder(port: int) -> str:
    """Who listens at a port: `python3 (process 4711)`; "" where that cannot be told."""
    inodes = set(_listening(port))
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            for descriptor in (process / "fd").iterdir():
                with suppress(OSError):
                    if os.readlink(descriptor) in inodes:
                        return f"{(process / 'comm').read_text().strip()} (process {process.name})"
    return ""


def _listening(port: int) -> list[str]:
    """The sockets that listen at a port, as the links of descriptors name them. (proc_net, `st` 0A is LISTEN.)"""
    found: list[str] = []
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with suppress(OSError):
            for line in Path(table).read_text().splitlines()[1:]:
                fields = line.split()
                if fields[3] == "0A" and int(fields[1].rpartition(":")[2], 16) == port:
                    found.append(f"socket:[{fields[9]}]")
    return found
