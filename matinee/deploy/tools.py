"""Programs of others that a deploy calls: git, ssh, rsync. What they say is passed on without secrets."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from tempfile import TemporaryFile
from typing import IO

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
    with _there(words):
        return subprocess.run(list(words), input=data, stdin=source, capture_output=True, check=False, env=told)


def feed_tool(words: Sequence[str], chunks: Iterable[bytes], fault: str, hint: str, env: Mapping[str, str]) -> None:
    """Run a program that reads these chunks. OutsideError where it fails."""
    with TemporaryFile() as said, _started(words, subprocess.PIPE, said, said, env) as process:
        assert process.stdin is not None
        with suppress(BrokenPipeError):  # it has failed, and says why
            process.stdin.writelines(chunks)
            process.stdin.close()
        _check_end(process, said, fault, hint)


def follow_tool(words: Sequence[str], fault: str, hint: str, heard: Callable[[bytes], object]) -> None:
    """Run a program, and hear each line as it prints it. OutsideError where it fails."""
    with TemporaryFile() as said, _started(words, subprocess.DEVNULL, subprocess.PIPE, said, {}) as process:
        assert process.stdout is not None
        with process.stdout as lines:
            for line in lines:
                heard(line)
        _check_end(process, said, fault, hint)


def _started(
    words: Sequence[str], stdin: int, stdout: int | IO[bytes], stderr: IO[bytes], env: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    told = {**os.environ, "LC_ALL": "C", **env}
    with _there(words):
        return subprocess.Popen(list(words), stdin=stdin, stdout=stdout, stderr=stderr, env=told)


@contextmanager
def _there(words: Sequence[str]) -> Iterator[None]:
    """OutsideError where the program is not there."""
    try:
        yield
    except FileNotFoundError as exc:
        raise OutsideError(f"{words[0]} is not installed", f"install {words[0]}, and deploy again") from exc


def _check_end(process: subprocess.Popen[bytes], said: IO[bytes], fault: str, hint: str) -> None:
    """OutsideError, with the end of what it said, where a program fails."""
    if process.wait():
        said.seek(0)
        done = subprocess.CompletedProcess(process.args, process.returncode, b"", said.read())
        raise OutsideError(f"{fault}: {complaint(done)}", hint)


def complaint(done: subprocess.CompletedProcess[bytes]) -> str:
    """The end of what a program complained of, on one line."""
    said = [line.strip() for line in done.stderr.decode("utf-8", "replace").splitlines() if line.strip()]
    return redact(" / ".join(said[-_LINES:])) or f"it ended with {done.returncode}"
