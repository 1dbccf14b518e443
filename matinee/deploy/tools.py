"""Programs of others that a deploy calls: git, ssh, rsync. What they say is passed on without secrets."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from tempfile import TemporaryFile

from ..errors import OutsideError
from .secrecy import redact

_LINES = 6  # of what a program complained of


def run_tool(
    words: Sequence[str],
    fault: str,
    hint: str = "",
    data: bytes | None = None,
    env: Mapping[str, str] | None = None,
) -> bytes:
    """What a program prints. OutsideError where it fails, with the end of its complaints; or where it is not there."""
    done = ask_tool(words, data, env)
    if done.returncode:
        raise OutsideError(f"{fault}: {complaint(done)}", hint)
    return done.stdout


def ask_tool(
    words: Sequence[str], data: bytes | None = None, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """A program run to its end. OutsideError where it is not there."""
    told = {**os.environ, "LC_ALL": "C", **(env or {})}
    source = subprocess.DEVNULL if data is None else None
    try:
        return subprocess.run(list(words), input=data, stdin=source, capture_output=True, check=False, env=told)
    except FileNotFoundError as exc:
        raise OutsideError(f"{words[0]} is not installed", f"install {words[0]}, and deploy again") from exc


def feed_tool(words: Sequence[str], chunks: Iterable[bytes], fault: str, hint: str, env: Mapping[str, str]) -> None:
    """Run a program that reads these chunks. OutsideError where it fails."""
    with TemporaryFile() as said:
        process = subprocess.Popen(
            list(words), stdin=subprocess.PIPE, stdout=said, stderr=said, env={**os.environ, **env}
        )
        assert process.stdin is not None
        with suppress(BrokenPipeError):  # it has failed, and says why
            process.stdin.writelines(chunks)
            process.stdin.close()
        if process.wait():
            said.seek(0)
            done = subprocess.CompletedProcess(list(words), process.returncode, b"", said.read())
            raise OutsideError(f"{fault}: {complaint(done)}", hint)


def complaint(done: subprocess.CompletedProcess[bytes]) -> str:
    """The end of what a program complained of, on one line."""
    said = [line.strip() for line in done.stderr.decode("utf-8", "replace").splitlines() if line.strip()]
    return redact(" / ".join(said[-_LINES:])) or f"it ended with {done.returncode}"
