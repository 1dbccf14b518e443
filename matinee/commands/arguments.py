"""What may be asked on the command line, and by whom it is done."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from .. import __version__


def make_parser(site: Path) -> argparse.ArgumentParser:
    """The whole command line."""
    parser = argparse.ArgumentParser(
        prog="matinee",
        description="Turns a folder of Markdown and YAML into a film blog of plain HTML.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"matinee {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True, title="commands")
    _add_build(_command(commands, "build", "build the blog into a folder (the default)", _build, site))
    _add_check(_command(commands, "check", "do all that a build does, but publish nothing", _check, site))
    _add_new(_command(commands, "new", "begin a site, a review, a post, a page or a comment", _new, site))
    _add_serve(_command(commands, "serve", "show the blog in a browser while it is being written", _serve, site))
    lsp = _command(commands, "lsp", "tell an editor what is wrong, and what may be written", _lsp, site)
    lsp.set_defaults(site=None, home=site)
    publish = _command(commands, "publish", "give a draft its date", _publish, site)
    publish.add_argument("post", metavar="POST", help="the post's file, its folder or its slug")
    publish.add_argument("--now", default="", metavar="DATETIME", help="the date to write instead of now")
    _add_deploy(_command(commands, "deploy", "build, and bring the site to its host", _deploy, site))
    _command(commands, "schema", "write what an editor needs to help with the blog", _schema, site)
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    about: str,
    act: Callable[[argparse.Namespace], int],
    site: Path,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=about, description=about[0].upper() + about[1:] + ".", allow_abbrev=False)
    parser.add_argument(
        "--site",
        type=Path,
        default=site,
        metavar="DIR",
        help="the site's folder (default: that of build.py, else this one)",
    )
    parser.set_defaults(act=act)
    return parser


def _add_build(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--output", type=Path, metavar="DIR", help="where to build (default: public in the site's folder)"
    )
    _add_audience(parser)
    parser.add_argument("--clean", action="store_true", help="read and make everything again")
    parser.add_argument(
        "--force", action="store_true", help="put aside files that stand in the way and that Matinee did not write"
    )
    parser.add_argument("--explain", default="", metavar="PATH", help="say why an output is made again")
    parser.add_argument("--verify", action="store_true", help="compare the result with a clean build, byte by byte")


def _add_check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--output", type=Path, metavar="DIR", help="the output to compare with (default: public in the site's folder)"
    )
    _add_audience(parser)
    parser.add_argument(
        "--leaks", action="store_true", help="also look through the output for what must stay at home, as deploy does"
    )
    parser.add_argument("--external", action="store_true", help="also ask where links to other sites lead")


def _add_audience(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--base-url", default="", metavar="URL", help="the address of the site, instead of site.yaml's")
    parser.add_argument("--drafts", action="store_true", help="with drafts")
    parser.add_argument("--future", action="store_true", help="with posts that are not due yet")
    parser.add_argument("--now", default="", metavar="DATETIME", help="build as if it were then")
    parser.add_argument(
        "--jobs", type=_processes, default=0, metavar="N", help="how many processes (default: one a core)"
    )
    parser.add_argument("--strict", action="store_true", help="take warnings for errors")
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")


def _processes(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"must be a number of processes, 1 or more, not {text!r}")
    return int(text)


def _add_serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--host", default="127.0.0.1", metavar="HOST", help="where to listen (default: this machine alone)"
    )
    parser.add_argument("--port", type=_port, default=0, metavar="N", help="the port (default: 8000, or the next free)")
    parser.add_argument("--open", action="store_true", help="open a browser")
    parser.add_argument("--poll", action="store_true", help="look at all files now and then: for network drives")
    parser.add_argument("--no-drafts", action="store_true", help="without drafts and posts that are not due yet")


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"must be a port, 1 to 65535, not {text!r}")
    return int(text)


def _add_new(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(metavar="KIND", required=True, dest="kind")
    site = kinds.add_parser("site", help="a folder that builds as it is")
    site.add_argument("words", nargs=1, metavar="DIR")
    for kind in ("review", "post", "page"):
        made = kinds.add_parser(kind, help=f"a {kind}, ready to write in")
        made.add_argument("words", nargs="+", metavar="TITLE")
        made.add_argument("--now", default="", metavar="DATETIME", help="the date to write instead of now")
    comment = kinds.add_parser("comment", help="the author's comment, or reply, at the end of a post's comments.yaml")
    comment.add_argument("words", nargs=1, metavar="POST")
    comment.add_argument("--to", default="", metavar="ID", help="the comment that it answers")
    comment.add_argument("--now", default="", metavar="DATETIME", help="the date to write instead of now")
    for sub in kinds.choices.values():
        sub.add_argument("--site", type=Path, default=argparse.SUPPRESS, metavar="DIR", help=argparse.SUPPRESS)


def _add_deploy(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", nargs="?", default="", metavar="TARGET", help="the name under deploy: in site.yaml")
    parser.add_argument("--dry-run", action="store_true", help="print what would go and be deleted, and change nothing")
    parser.add_argument("--rollback", action="store_true", help="bring back what stood there before the last deploy")
    parser.add_argument("--no-build", action="store_true", help="send what was built, if it is what a build makes now")
    parser.add_argument(
        "--max-delete", type=_count, metavar="N", help="how many files may be deleted without a question"
    )
    parser.add_argument(
        "--init", default="", metavar="HOST", help="write what a host needs that builds the blog by itself, and stop"
    )
    parser.add_argument(
        "--force",
        action="store_true",
        help="take over what stands at the site's own paths; a branch of git is replaced whole, if nobody pushes",
    )
    parser.add_argument(
        "--output", type=Path, metavar="DIR", help="where the site is built (default: public in the site's folder)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"must be a number, 0 or more, not {text!r}")
    return int(text)


def _build(options: argparse.Namespace) -> int:
    from .build import run_build

    return run_build(options)


def _check(options: argparse.Namespace) -> int:
    from .build import run_check

    return run_check(options)


def _serve(options: argparse.Namespace) -> int:
    from .serve import run_serve

    return run_serve(options)


def _lsp(options: argparse.Namespace) -> int:
    from .lsp import run_lsp

    return run_lsp(options)


def _new(options: argparse.Namespace) -> int:
    from .new import run_new

    return run_new(options)


def _schema(options: argparse.Namespace) -> int:
    from .schema import run_schema

    return run_schema(options)


def _deploy(options: argparse.Namespace) -> int:
    from .deploy import run_deploy

    return run_deploy(options)


def _publish(options: argparse.Namespace) -> int:
    from .publish import run_publish

    return run_publish(options)
