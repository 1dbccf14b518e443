"""Where Jinja finds templates, and where what it made of them is kept, so that each is parsed and compiled once."""

from __future__ import annotations

import marshal
from collections.abc import MutableMapping, Sequence
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import Environment, FileSystemLoader, Template
from jinja2.meta import find_referenced_templates

from ..content.loader import digest
from .compiled import Compiled


class Shelf(FileSystemLoader):
    """The templates of some folders. `compiled` may be filled with what an earlier process made of them; `is_new`
    tells that there is more now. `references` are those of the templates that were asked for."""

    def __init__(self, folders: Sequence[Path]) -> None:
        super().__init__(folders)
        self.compiled: dict[str, Compiled] = {}
        self.is_new = False
        self.references: dict[str, tuple[str | None, ...]] = {}

    def holds(self, environment: Environment, name: str) -> bool:
        """Whether a template has been compiled, as it was at one time."""
        return f"{type(environment).__name__} {name}" in self.compiled

    def load(self, environment: Environment, name: str, globals: MutableMapping[str, Any] | None = None) -> Template:
        source, filename, uptodate = self.get_source(environment, name)
        place = f"{type(environment).__name__} {name}"
        key = digest(source.encode())
        found = self.compiled.get(place)
        if found is None or found.key != key:
            tree = environment.parse(source, name, filename)
            self.references[name] = tuple(find_referenced_templates(tree))
            code: CodeType = environment.compile(tree, name, filename)
            self.compiled[place] = Compiled(key, marshal.dumps(_placed(code, name)), self.references[name])
            self.is_new = True
        else:
            self.references[name] = found.references
            code = _placed(marshal.loads(found.code), filename)
        return environment.template_class.from_code(environment, code, {} if globals is None else globals, uptodate)


def _placed(code: CodeType, filename: str) -> CodeType:
    """The same code, of another file: what is kept knows nothing of where the site lies."""
    constants = tuple(_placed(one, filename) if isinstance(one, CodeType) else one for one in code.co_consts)
    return code.replace(co_filename=filename, co_consts=constants)
