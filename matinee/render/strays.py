"""Which pages templates are made into: one page of each that cannot be parsed, and templates that no page is made of,
most likely overrides that are misnamed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path

import msgspec

from ..errors import Place, Problem, warning
from ..pages.kinds import KINDS
from ..pages.plan import Made, Output
from .templates import Folders, TemplateSet

_TEXTS = (".html", ".htm", ".xml", ".css", ".j2", ".jinja", ".jinja2")


def stray_templates(folders: Folders, templates: TemplateSet, asked: Iterable[str]) -> Iterator[Problem]:
    """A warning for each template in the first of the folders that is none of the others' and that nothing is made of.

    `asked` are those that pages ask for by name. What a template includes is not known while one cannot be parsed.
    """
    (_, own), *themes = folders
    mine = {name for name in templates.names() if name.endswith(_TEXTS) and _is_only_in(own, name, themes, templates)}
    if not mine or not themes or templates.problems:
        return
    usual = {kind.template for kind in KINDS.values() if kind.template}
    needed = {part for name in usual.union(asked) for part in templates.closure(name)}
    for name in sorted(mine - needed):
        near = get_close_matches(name, sorted(needed - mine), 1)
        hint = f"did you mean {near[0]}?" if near else "include it somewhere, or remove it"
        yield warning(Place(templates.files[name].shown), "template", "no page is made of this template", hint)


def name_pages(templates: TemplateSet, outputs: Iterable[Output]) -> Iterator[Problem]:
    """What is wrong with templates, each with a page that would be made of it."""
    names = {file.shown: name for name, file in templates.files.items()}
    for problem in templates.problems:
        wanted = {name for name in templates.names() if names[problem.place.path] in templates.closure(name)}
        page = next((output.path for output in outputs if _template_of(output) in wanted), "")
        yield msgspec.structs.replace(problem, hint=f"while rendering {page}" if page else "")


def _template_of(output: Output) -> str:
    return (output.template or KINDS[output.kind].template) if isinstance(output, Made) else ""


def _is_only_in(own: Path, name: str, themes: Iterable[tuple[str, Path]], templates: TemplateSet) -> bool:
    is_own = templates.files[name].path.is_relative_to(own)
    return is_own and not any((folder / name).is_file() for _, folder in themes)
