"""`build` and `check`: one order, one report."""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ..content.loader import digest_file
from ..errors import ContentError, MatineeError, Place, Problem, UsageError, error
from ..model import Audience
from ..render.builder import Indexed, Order, Report, build, wall_clock
from ..render.store import FOLDER, load_manifest
from ..terminal import Progress, counted, plain, show_problems

if TYPE_CHECKING:
    from ..outside import Outcome
    from .leaks import Looked
    from .outside import Errand


def run_build(options: argparse.Namespace) -> int:
    """Build, and say what came of it."""
    order = _order(options, writes=True)
    _collect_nothing()
    start = time.monotonic()
    with Progress() as progress:
        report = build(order, wall_clock, progress)
        outcome = "nothing was written"
        if options.verify and not report.failed:
            outcome = f"{_published(report)}, and a clean build does not make the same"
            report = msgspec.structs.replace(report, problems=(*report.problems, *verify(order, progress)))
        elif report.indexed and not report.indexed.is_whole:
            outcome = f"{_published(report)}, and its texts are found as they were"
    if report.explanation and not options.json:
        print(plain(report.explanation))
    return answer_build(report, time.monotonic() - start, is_json=options.json, outcome=outcome)


def run_check(options: argparse.Namespace, errand: Errand | None = None) -> int:
    """All that a build does, but write; then, where it is asked for, a look outside, as an `errand` says, and one
    through the output for leaks."""
    order = _order(options, writes=False)
    _collect_nothing()
    start = time.monotonic()
    with Progress() as progress:
        report = build(order, wall_clock, progress)
        outside = _look_outside(order, report, progress, errand) if order.follows and not report.failed else None
        looked = _look_for_leaks(order, report) if options.leaks and not report.failed else None
    outcome = ""
    if report.failed and (order.follows or options.leaks):
        unasked = ["no outside link was asked for"] * order.follows + ["nobody looked for leaks"] * options.leaks
        outcome = ", and ".join(unasked)
    elif looked is not None and any(problem.is_error for problem in looked.problems):
        outcome = "this must not go out"
    more = [problem for one in (outside, looked) if one for problem in one.problems]
    report = msgspec.structs.replace(report, problems=tuple(sorted([*report.problems, *more])))
    return answer_build(report, time.monotonic() - start, options.json, outcome, outside, looked)


def _look_outside(order: Order, report: Report, progress: Progress, errand: Errand | None) -> Outcome:
    from .outside import POLITE, follow_links

    return follow_links(order, report.outside, wall_clock, progress, errand or POLITE)


def _look_for_leaks(order: Order, report: Report) -> Looked:
    from .leaks import look_through_output

    return look_through_output(order, report, wall_clock)


def _order(options: argparse.Namespace, writes: bool) -> Order:
    site = options.site.resolve()
    if not site.is_dir():
        raise UsageError(f"there is no folder {options.site}")
    if options.base_url and not _is_site_address(options.base_url):
        raise UsageError("--base-url must be an address such as https://example.org/blog/, without user, ? or #")
    return Order(
        site,
        Path(os.path.abspath(options.output)) if options.output else site / "public",
        Audience(options.drafts, options.future),
        options.base_url,
        options.now,
        options.jobs,
        clean=getattr(options, "clean", False),
        force=getattr(options, "force", False),
        strict=options.strict,
        explain=getattr(options, "explain", ""),
        writes=writes,
        follows=getattr(options, "external", False),
    )


def _collect_nothing() -> None:
    """Never look for garbage: a build keeps most of what it makes, and the more that is, the longer a look takes."""
    gc.disable()


def _is_site_address(typed: str) -> bool:
    from ..content.decode.addresses import is_site_address

    return is_site_address(typed)


def answer_build(
    report: Report,
    seconds: float,
    is_json: bool,
    outcome: str = "",
    outside: Outcome | None = None,
    looked: Looked | None = None,
) -> int:
    """Print what came of it, `outcome` being what became of the site if there are errors; the exit code. Indexing whole
    texts is no part of the `seconds` told."""
    seconds -= report.indexed.seconds if report.indexed else 0
    if is_json:
        found: dict[str, object] = {} if outside is None else {"outside": outside.counts}
        found |= {} if looked is None else {"guard": {"files": looked.files}}
        print(json.dumps(_as_json(report, seconds) | found, ensure_ascii=False))
        return 1 if report.failed else 0
    show_problems(report.problems)
    errors = sum(problem.is_error for problem in report.problems)
    warnings = len(report.problems) - errors
    if errors:
        print("; ".join(filter(None, [counted(errors, "error"), outcome])) + ".", file=sys.stderr)
        return 1
    if outside is not None:
        print(plain(outside.summary))
    told = [_changes(report) if outcome else "no errors"]
    told += [f"no leaks in {counted(looked.files, 'file')}"] if looked else []
    told += [counted(warnings, "warning")] if warnings else []
    print(", ".join([*told, f"{seconds:.1f} s"]) + _indexing(report) + _waiting(report))
    return 0


def _waiting(report: Report) -> str:
    """When the next post is due, as its author wrote it, where one waits."""
    date, _, time = report.next_due.partition("T")
    return f"; the next post is due {date} {time[:5]}" if date else ""


def _indexing(report: Report) -> str:
    done = report.indexed
    return "" if done is None else f"; the texts of {counted(done.pages, 'page')} indexed, {done.seconds:.1f} s"


def _changes(report: Report) -> str:
    return f"{report.unchanged} unchanged, {len(report.written)} written, {len(report.removed)} removed"


def _published(report: Report) -> str:
    return f"the site was published ({_changes(report)})"


def _as_json(report: Report, seconds: float) -> dict[str, object]:
    return {
        "written": report.written,
        "removed": report.removed,
        "unchanged": report.unchanged,
        "problems": [problem_as_json(problem) for problem in report.problems],
        "seconds": round(seconds, 3),
        "next_due": report.next_due or None,
        **({"explanation": report.explanation} if report.explanation else {}),
        **({"indexed": _indexed_as_json(report.indexed)} if report.indexed else {}),
    }


def _indexed_as_json(indexed: Indexed) -> dict[str, object]:
    return {"pages": indexed.pages, "seconds": round(indexed.seconds, 3)}


def print_failure(failure: MatineeError) -> None:
    """What kept a command from doing anything, in the shape of every other answer."""
    print(json.dumps(_as_json(Report(problems=problems_of(failure)), 0.0), ensure_ascii=False))


def problems_of(failure: MatineeError) -> tuple[Problem, ...]:
    """What kept a command from its work, as problems; what has no place in a file is one of an empty path."""
    if isinstance(failure, ContentError):
        return failure.problems
    code = "usage" if failure.exit_code == UsageError.exit_code else "outside"
    return (error(Place(""), code, str(failure)),)


def problem_as_json(problem: Problem) -> dict[str, object]:
    place = problem.place
    return {
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "severity": problem.severity.value,
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
    }


def verify(order: Order, progress: Progress) -> tuple[Problem, ...]:
    """Build everything again, from nothing, beside the output; an error for the first difference, nothing when there
    is none."""
    with tempfile.TemporaryDirectory(prefix="verify-", dir=order.output / FOLDER) as folder:
        clean = Path(folder) / "public"
        again = msgspec.structs.replace(order, output=clean, clean=True, explain="", force=False, apart=True)
        report = build(again, wall_clock, progress)
        if report.failed:
            return report.problems
        ours = set(load_manifest(order.output) or {})
        for path in sorted(ours | set(_files(clean))):
            if (found := _difference(order.output / path, clean / path)) is not None:
                return (error(order.place(path), "verify", found),)
    return ()


def _files(output: Path) -> Iterator[str]:
    for folder, folders, files in os.walk(output):
        if FOLDER in folders:
            folders.remove(FOLDER)
        for name in files:
            yield os.path.relpath(os.path.join(folder, name), output).replace(os.sep, "/")


def _difference(ours: Path, clean: Path) -> str | None:
    if not ours.is_file():
        return "a clean build makes this file, and it is not here"
    if not clean.is_file():
        return "a clean build does not make this file"
    if digest_file(ours) != digest_file(clean):
        return "this file differs from a clean build's"
    return None
