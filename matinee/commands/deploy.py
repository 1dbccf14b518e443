"""`deploy`: build, look for leaks, and bring the site to the host that its author has."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from ..content.decode.marks import config_place
from ..content.loader import Sources
from ..content.loader.walk import load_config
from ..deploy.errand import Sent, deploy, sent_as_json
from ..deploy.hosts import run_init
from ..deploy.leaks import find_leaks
from ..deploy.outgoing import Outgoing
from ..deploy.plan import Plan
from ..deploy.secrecy import redact
from ..deploy.target import Target, make_target
from ..errors import ContentError, MatineeError, OutsideError, Problem, UsageError, warning
from ..model import Config
from ..render.builder import Order, build, wall_clock
from ..terminal import Progress, counted, plain, show_problems
from .build import answer_build, problem_as_json, problems_of
from .leaks import check_fresh

_LISTED = 20  # files to be deleted, before one is asked


def run_deploy(options: argparse.Namespace) -> int:
    """Do what was asked; whatever goes wrong, no secret is printed."""
    try:
        return run_init(options.site.resolve(), options.init) if options.init else _run(options)
    except OutsideError as exc:
        failure: MatineeError = OutsideError(redact(exc.message), redact(exc.hint))
    except MatineeError as exc:
        failure = exc
    if not options.json or options.init:
        raise failure from None
    problems = [problem_as_json(problem) for problem in problems_of(failure)]
    print(json.dumps({"target": options.target, "dry_run": options.dry_run, "problems": problems}, ensure_ascii=False))
    return failure.exit_code


def _run(options: argparse.Namespace) -> int:
    site = options.site.resolve()
    config, problems = load_config(Sources(site, ()))
    if any(problem.is_error for problem in problems):
        raise ContentError(problems)
    name, told = choose(config.deploy, options.target)
    target = make_target(name, told, site, options.force)
    if options.rollback:
        if options.dry_run:
            raise UsageError("--rollback has no dry run; it turns to what stood there before, and a deploy turns back")
        return _roll_back(target, name, options.json)
    return _bring(options, config, [*problems, *doubts_about(config, name, told)], target, name)


def _bring(options: argparse.Namespace, config: Config, doubts: Sequence[Problem], target: Target, name: str) -> int:
    """Build, look for leaks, and bring the site to its target; the exit code."""
    site = options.site.resolve()
    output = options.output.absolute() if options.output else site / "public"
    order = Order(site, output, writes=not options.no_build)
    start = time.monotonic()
    has_limit = options.max_delete is not None
    noticed: dict[Problem, None] = {}

    def notice(problems: Iterable[Problem]) -> None:
        new = [problem for problem in dict.fromkeys(problems) if problem not in noticed]
        noticed.update(dict.fromkeys(new))
        if not options.json:
            show_problems(new)

    def inspect(outgoing: Sequence[Outgoing], before: int | None) -> None:
        problems = find_leaks(order, config, outgoing, None if options.dry_run or has_limit else before, wall_clock)
        if any(problem.is_error for problem in problems):
            raise ContentError(problems)
        notice(problems)

    with Progress() as progress:
        report = build(order, wall_clock, progress)
        if report.failed and not options.json:
            return answer_build(report, time.monotonic() - start, is_json=False)
        if report.failed:
            raise ContentError(report.problems)
        if options.no_build:
            check_fresh(order, report, "leave --no-build away, or build first")
        notice([*report.problems, *doubts])
        building = time.monotonic() - start
        may_delete = _never if options.json else _may_delete
        sent = deploy(
            target, order.output, options.max_delete, may_delete, inspect, progress, options.dry_run, options.force
        )
    seconds = time.monotonic() - start - building - sent.looking
    if options.json:
        made = {"seconds": round(building, 3), "written": list(report.written)}
        times = {"guard": {"seconds": round(sent.looking, 3)}, "seconds": round(seconds, 3)}
        found = {"problems": [problem_as_json(problem) for problem in noticed]}
        print(json.dumps(sent_as_json(sent, name) | found | {"build": made} | times, ensure_ascii=False))
        return 1 if sent.stopped else 0
    _answer(sent, name, seconds)
    if sent.stopped:
        raise sent.stopped
    return 0


def choose(targets: Mapping[str, Mapping[str, Any]], asked: str) -> tuple[str, Mapping[str, Any]]:
    """The target that is meant: the one that is named, or the only one. UsageError where that is none, or several."""
    names = ", ".join(targets)
    if not targets:
        raise UsageError(
            "site.yaml names no target; write `deploy:` with one, such as {live: {kind: folder, path: /srv/www/blog}}"
        )
    if asked:
        if asked not in targets:
            raise UsageError(f"there is no target {asked}; there are {names}")
        return asked, targets[asked]
    if len(targets) > 1:
        raise UsageError(f"which target? there are {names}")
    return next(iter(targets.items()))


def _may_delete(plan: Plan, most: int) -> bool:
    """Ask whoever sits before the terminal; nobody, where there is none."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    print(f"{counted(len(plan.deletes), 'file')} would be deleted, more than {most}:", file=sys.stderr)
    for path in plan.deletes[:_LISTED]:
        print(f"  {plain(path)}", file=sys.stderr)
    if len(plan.deletes) > _LISTED:
        print(f"  and {len(plan.deletes) - _LISTED} more", file=sys.stderr)
    try:
        return input("Delete them? [y/N] ").strip().lower() in {"y", "yes"}
    except EOFError:
        return False


def _never(plan: Plan, most: int) -> bool:
    """Nobody is asked where a program reads the answer."""
    return False


def doubts_about(config: Config, name: str, told: Mapping[str, Any]) -> list[Problem]:
    """Warnings of what is hardly meant: the address that `new site` wrote, or a domain that is not that of the site."""
    host = urlsplit(config.url).hostname or ""
    doubts = []
    if host == "example.org":
        message = f"every feed and every link to the whole address says {config.url}"
        place = config_place(config, "url")
        doubts.append(warning(place, "url", message, "write the address at which readers will find the blog"))
    domain = str(told.get("domain", ""))
    if domain and domain.lower() != host:
        message = f"the domain of {name} is {domain}, and the site's own address has {host}"
        doubts.append(warning(config_place(config, "deploy"), "url", message, "let both name one host"))
    return doubts


def _roll_back(target: Target, name: str, is_json: bool) -> int:
    with target.open() as session:
        came = session.roll_back()
    print(json.dumps({"target": name, "rolled_back_to": came}) if is_json else f"{name}: back to {came}")
    return 0


def _answer(sent: Sent, name: str, seconds: float) -> None:
    plan = sent.plan
    if not sent.is_done:
        for line in plan.lines():
            print(plain(line))
    done = "sent" if sent.is_done else "would be sent"
    told = f"{name}: {counted(len(plan.sends), 'file')} {done} ({size_in_words(plan.size)})"
    told += f", {len(plan.deletes)} {'deleted' if sent.is_done else 'would be deleted'}, {plan.unchanged} unchanged"
    note = f"; {sent.note}" if sent.note else ""
    print(plain(f"{told}, {seconds:.1f} s{note}"))


def size_in_words(size: int) -> str:
    """A number of bytes as people say it: "340 KB"."""
    for unit in ("bytes", "KB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}"
        size = round(size / 1000)
    return f"{size} GB"
