"""The command line: what is asked is read here, done by the rooms below, and answered here."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from .commands.arguments import make_parser
from .interrupts import unheard

if TYPE_CHECKING:
    from .extension import Extension

DONE, FAULT, USAGE, BUG, INTERRUPTED = 0, 1, 2, 70, 130


def command() -> NoReturn:
    """The command `matinee`."""
    _end(run(sys.argv[1:], _current_site()))


def main(blog: Extension | None = None) -> None:
    """What a site's build.py calls: the same program, for the site whose build.py is being run. ContentError where it
    is only imported; a worker has work to do already."""
    caller = sys._getframe(1)
    match caller.f_globals.get("__name__"):
        case "__mp_main__":
            return
        case "_matinee_site":
            from .extension import refusal_to_run

            raise refusal_to_run(caller.f_lineno)
    module = sys.modules["__main__"]
    file = getattr(module, "__file__", None)
    _end(run(sys.argv[1:], Path(file).resolve().parent if file else _current_site()))


def _end(code: int) -> NoReturn:
    """Leave, without a last look for garbage among all that a build has read: it goes with the process."""
    gc.freeze()
    sys.exit(code)


def _current_site() -> Path:
    return Path.cwd()


def run(arguments: Sequence[str], site: Path) -> int:
    """Do what the arguments ask; the exit code: 0 done, 1 content or world at fault, 2 wrong usage, 70 a bug of
    ours."""
    try:
        with unheard():
            options = make_parser(site).parse_args(_with_default(arguments))
            _speak_utf8()
            return _run(options)
    except KeyboardInterrupt:
        print("interrupted; nothing is left half done", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        return DONE
    except ModuleNotFoundError as exc:
        if (exc.name or "").partition(".")[0] not in _LIBRARIES:
            raise
        print(f"{exc.name} is not installed; run: pip install -e . (or: pip install matinee)", file=sys.stderr)
        return FAULT


_LIBRARIES = frozenset(
    {
        "jinja2",
        "markupsafe",
        "markdown_it",
        "mdit_py_plugins",
        "linkify_it",
        "mdurl",
        "uc_micro",
        "yaml",
        "msgspec",
        "nh3",
        "PIL",
        "babel",
        "rich",
        "starlette",
        "tzdata",
        "uvicorn",
        "watchdog",
    }
)


def _run(options: argparse.Namespace) -> int:
    """Run a command; what Matinee itself reports becomes words and a code, a bug its traceback and 70."""
    from .errors import ContentError, MatineeError
    from .terminal import plain, show_problems

    try:
        act: Callable[[argparse.Namespace], int] = options.act
        return act(options)
    except MatineeError as exc:
        if getattr(options, "json", False):
            from .commands.build import print_failure

            print_failure(exc)
        elif isinstance(exc, ContentError):
            show_problems(exc.problems)
        else:
            print(f"error: {plain(str(exc))}", file=sys.stderr)
        return exc.exit_code
    except (KeyboardInterrupt, BrokenPipeError, ModuleNotFoundError):
        raise
    except Exception:
        import traceback

        from .deploy.secrecy import redact

        print(redact(traceback.format_exc()), end="", file=sys.stderr)
        print("this is a bug in Matinee, not in your blog; please report it with the lines above", file=sys.stderr)
        return BUG


def _speak_utf8() -> None:
    """Whatever the locale, titles of films are told as they are; what a terminal cannot show is replaced."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _with_default(arguments: Sequence[str]) -> list[str]:
    """`build` where no command is named."""
    words = list(arguments)
    is_about_us = bool(words) and words[0] in {"-h", "--help", "--version"}
    return words if is_about_us or (words and not words[0].startswith("-")) else ["build", *words]
