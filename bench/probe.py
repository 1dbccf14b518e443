"""One build with a clock in its stages, in a process of its own: `python -m bench.probe wall|cpu SITE [OPTION …]`.

The engine knows nothing of it. Its functions are wrapped as their modules are loaded, so that nothing is loaded
earlier than without us. Where workers share the build, theirs is theirs: only this process is told of.
"""

from __future__ import annotations

import functools
import importlib.abc
import importlib.machinery
import inspect
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from types import ModuleType
from typing import Any

PYTHON, MODULES, REST = "start: Python", "start: modules", "the rest"
VIEWS, MACHINES, WRITING = "rendering: views", "rendering: feeds, sitemap", "rendering: writing"
COMMIT, REMEMBERING = "commit", "remembering"

# What to wrap of which module, and the stage it belongs to, in the order of a build's way.
STAGES: dict[str, dict[str, str]] = {
    "matinee.cli": {"make_parser": "start: command line"},
    "matinee.render.builder": {
        "engine_stamp": "start: engine stamp",
        "Inventory": "inventory",
        "Build._short_way": "does it stand?",
        "Build._set_out": "templates",
        "Build._let_stand": REMEMBERING,
    },
    "matinee.render.intake": {"Intake.__init__": "reading", "Intake.load": "reading", "Intake.remember": REMEMBERING},
    "matinee.content.loader.reader": {"read_whole": "reading: files"},
    "matinee.content.loader.packs": {"PackWriter.add": "reading: storing", "PackWriter.flush": "reading: storing"},
    "matinee.content.cards": {
        "read_post": "reading: front matter",
        "read_comments": "reading: comments.yaml",
        "read_pingbacks": "reading: pingbacks.yaml",
        "read_prose": "reading: Markdown of posts",
        "read_comment": "reading: Markdown of comments",
        "make_replies": "reading: threads",
    },
    "matinee.render.journey": {"make_site": "assembling"},
    "matinee.render.cache": {"Cache.keep_outline": REMEMBERING},
    "matinee.pages.plan": {"Planner._planned": "planning", "Planner.conclude": "planning"},
    "matinee.render.halves": {"find_stale": "staleness", "Halves._other": "planning"},
    "matinee.render.retouch": {"Retouch.read": "reading", "Retouch.publish": "staleness"},
    "matinee.render.publisher": {
        "warm_up": "templates",
        "Publisher._tasks": "rendering",
        "Publisher._render": "rendering",
        "Publisher._foreign": COMMIT,
        "Publisher._commit": COMMIT,
        "Publisher._note": REMEMBERING,
    },
    "matinee.render.press": {
        "StoredTexts.prose": "rendering: fetching texts",
        "StoredTexts.discussion": "rendering: fetching texts",
        "_fill_template": "rendering: templates",
        "write_staged": WRITING,
    },
    "matinee.render.cards": {"draw_card": "rendering: title cards"},
    "matinee.pages.kinds": {},
}
_LAST = (VIEWS, MACHINES, WRITING, COMMIT, REMEMBERING, REST)
_NAMED = dict.fromkeys(stage for names in STAGES.values() for stage in names.values())
ORDER = (PYTHON, MODULES, *(stage for stage in _NAMED if stage not in _LAST), *_LAST)


class Stages:
    """How long was spent in each stage; every moment counts once, for the innermost stage."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._since = clock()
        self._open = [REST]
        self.spent: defaultdict[str, float] = defaultdict(float)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        self._charge()
        self._open.append(name)
        try:
            yield
        finally:
            self._charge()
            self._open.pop()

    def wrapped(self, function: Callable[..., Any], name: str) -> Callable[..., Any]:
        """The function, with what it takes charged to a stage; a generator when it is at work."""

        @functools.wraps(function)
        def called(*arguments: object, **named: object) -> object:
            with self.stage(name):
                made = function(*arguments, **named)
                return list(made) if inspect.isgenerator(made) else made

        return called

    def wrap(self, module: ModuleType) -> None:
        """Wrap what STAGES names of a module; AttributeError where there is none of that name."""
        for path, name in STAGES[module.__name__].items():
            *outer, last = path.split(".")
            holder = functools.reduce(getattr, outer, module)
            setattr(holder, last, self.wrapped(getattr(holder, last), name))
        if module.__name__ == "matinee.pages.kinds":
            self._wrap_kinds(module)

    def _wrap_kinds(self, module: ModuleType) -> None:
        import msgspec

        for key, kind in module.KINDS.items():
            make = self.wrapped(kind.make, VIEWS if kind.template else MACHINES)
            module.KINDS[key] = msgspec.structs.replace(kind, make=make)

    def _charge(self) -> None:
        now = self._clock()
        self.spent[self._open[-1]] += now - self._since
        self._since = now


class Wrapper(importlib.abc.MetaPathFinder):
    """Wraps modules as they are loaded; loading them is a stage as well."""

    def __init__(self, stages: Stages) -> None:
        self._stages = stages

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader.exec_module = functools.partial(  # type: ignore[method-assign]
                self._load, name, spec.loader.exec_module
            )
        return spec

    def _load(self, name: str, load: Callable[[ModuleType], None], module: ModuleType) -> None:
        with self._stages.stage(MODULES):
            load(module)
        if name in STAGES:
            self._stages.wrap(module)


def main(arguments: Sequence[str]) -> int:
    """Build; on standard output what each stage took, as JSON."""
    kind, site, *options = arguments
    stages = Stages({"wall": time.perf_counter, "cpu": time.process_time}[kind])
    stages.spent[PYTHON] = time.process_time()
    sys.meta_path.insert(0, Wrapper(stages))
    with redirect_stdout(sys.stderr):
        from matinee.cli import run

        code = run(["build", "--site", site, *options], Path(site))
    with stages.stage(REST):
        print(json.dumps(stages.spent))
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
