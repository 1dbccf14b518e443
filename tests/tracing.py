"""Faults of the operating system, put into a real build by strace: a kill or an error at its K-th system call."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from functools import cache

import pytest

from tests.site import Ran, Site


@cache
def _why_not() -> str:
    """Why strace cannot be used here; "" where it can."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    tried = subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False)
    return "" if tried.returncode == 0 else "processes cannot be traced here"


def need_strace() -> None:
    """Skip the test, with a reason, where system calls cannot be tampered with."""
    if reason := _why_not():
        pytest.skip(reason)


def traced(
    site: Site,
    *words: str,
    inject: str = "",
    watch: str = "",
    path: str = "",
    log: str = "/dev/null",
    jobs: int = 1,
) -> Ran:
    """Build while strace tampers with system calls as `inject` says (`write:error=ENOSPC:when=3`), or writes those that
    it should `watch` to a log. With `path` only calls on that file count."""
    need_strace()
    options = ["-f", "-qq", "-y", "-o", log]
    if path:
        options += ["-P", path]
    elif ":error=" in inject:
        options += ["--seccomp-bpf"]  # much quicker, but it keeps signals from being injected
    if watch:
        options += ["-e", f"trace={watch}"]
    if inject:
        options += ["-e", f"trace={inject.partition(':')[0]}", "-e", f"inject={inject}"]
    return site.run("build", "--jobs", str(jobs), *words, before=["strace", *options])


def every(step: int, first: int = 1) -> Iterator[int]:
    """1, 1 + step, 1 + 2 step, …: the caller stops."""
    number = first
    while True:
        yield number
        number += step
