"""Who holds a place: the name by which deploys know whether they run on one machine."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from pathlib import Path


def machine_name() -> str:
    """A name under which numbers of processes mean the same: of this machine, since it was started, and of what it
    runs apart (as containers are, which often have one name)."""
    told = [socket.gethostname()]
    with suppress(OSError):
        told += [
            Path("/proc/sys/kernel/random/boot_id").read_text().strip()[:8],
            os.readlink("/proc/self/ns/pid")[5:-1],
        ]
    return "/".join(told)
