"""The whole inspection: names, contents and counts of what is to go out become problems, but for what is allowed."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from ...content.loader import digest
from ...errors import OutsideError, Place, Problem, error, warning
from ...model import Allowed, LeakRule
from ...stamp import library_versions
from ...workers import Crew, processors, split
from ..outgoing import Outgoing
from .makes import HOMES
from .memory import Seen, read_seen, write_seen
from .names import look_at_name
from .private import Private
from .prose import locate, public_pieces, source_of
from .reading import readable
from .rules import CODE, Finding, hint_of
from .scanning import PAGES, Searcher, Task, is_opaque, look_through, read_file, suffix_of

EDITION = b"3"  # of all that is looked for; another one forgets what was seen
CHUNK = 200
_TRIED = 5  # pieces of a text, to tell where it stands
_ALONE = 2  # chunks for which no other process is worth its while

Look = Callable[[Searcher, Sequence[Task]], list[tuple[bytes, tuple[Finding, ...]]]]


def inspect(
    outgoing: Sequence[Outgoing],
    private: Private,
    allowed: Mapping[Allowed, Place],
    site: Path,
    memory: Path | None = None,
    jobs: int = 0,
    look: Look = look_through,
    root: str = "",
) -> list[Problem]:
    """Everything that speaks against sending these files, sorted; warnings tell of allowances that allow nothing.

    What is `allowed` comes with where that is said. `memory` is a file in which to keep what was found, so that no file
    is read again. `root` is the path that the site's addresses begin with. OutsideError where a file cannot be read."""
    begin = {path.partition("/")[0] for path in (f"{root[1:]}/", *(one.path for one in outgoing)) if "/" in path}
    found = [
        *_by_name(outgoing),
        *_by_content(outgoing, private, HOMES & begin, memory, jobs, look),
        *_by_digest(outgoing, private),
        *_missing(outgoing),
    ]
    asked = {one: place for one, place in allowed.items() if one.rule is not LeakRule.COUNT}
    return _judged(found, asked, _folder_of(outgoing, site))


def inspect_count(
    outgoing: Sequence[Outgoing], before: int | None, allowed: Mapping[Allowed, Place], site: Path
) -> list[Problem]:
    """Whether far fewer pages are to go out than the host had `before`; nothing where that is not known."""
    if before is None:
        return []
    pages = sum(one.path.endswith(".html") for one in outgoing)
    told = f"there are {pages} pages, and there were {before} at the last deploy"
    found = [("index.html", Finding(LeakRule.COUNT, told))] if 2 * pages < before else []
    asked = {one: place for one, place in allowed.items() if one.rule is LeakRule.COUNT}
    return _judged(found, asked, _folder_of(outgoing, site))


def _judged(found: Iterable[tuple[str, Finding]], allowed: Mapping[Allowed, Place], folder: str) -> list[Problem]:
    """What was found and is not allowed; and what is allowed and was not found."""
    used: set[Allowed] = set()
    told = [(path, finding) for path, finding in found if not _is_allowed(path, finding, allowed, used)]
    problems = {_problem(path, finding, folder) for path, finding in _merged(told)}
    return sorted([*problems, *(_idle(one, place) for one, place in allowed.items() if one not in used)])


def _by_name(outgoing: Iterable[Outgoing]) -> Iterator[tuple[str, Finding]]:
    for one in outgoing:
        yield from ((one.path, finding) for finding in look_at_name(one.path))
        if not one.size and suffix_of(one.path) == ".html":
            yield one.path, Finding(LeakRule.EMPTY, "this page is empty")


def _by_digest(outgoing: Iterable[Outgoing], private: Private) -> Iterator[tuple[str, Finding]]:
    for one in outgoing:
        if (kept := private.files.get(one.digest)) is not None:
            yield one.path, Finding(kept.rule, f"this is {kept.source}")


def _missing(outgoing: Iterable[Outgoing]) -> Iterator[tuple[str, Finding]]:
    paths = {one.path for one in outgoing}
    for needed in ("index.html", "sitemap.xml"):
        if needed not in paths:
            yield needed, Finding(LeakRule.EMPTY, f"there is no {needed}")


def _by_content(
    outgoing: Sequence[Outgoing],
    private: Private,
    taken: frozenset[str],
    memory: Path | None,
    jobs: int,
    look: Look,
) -> Iterator[tuple[str, Finding]]:
    """What stands in files, from memory where they have been seen before; but for private text that is public all the
    same."""
    versions = repr((sorted(library_versions().items()), sorted(taken))).encode()
    search = digest(b"\0".join([EDITION, versions, private.digest()]))
    seen = read_seen(memory, search)
    known = seen.findings()
    keys = {one.path: key_of(one) for one in outgoing if one.size and not is_opaque(suffix_of(one.path), one.size)}
    tasks = {
        key: Task(key, one.file, suffix_of(one.path))
        for one in outgoing
        if (key := keys.get(one.path)) is not None and key not in known
    }
    found = {key: known[key] for key in set(keys.values()) if key in known}
    if tasks:
        found.update(_look(list(tasks.values()), private, taken, jobs, look))
    public, bare = _public(found, seen, private)
    files = {keys[one.path]: one for one in outgoing if one.path in keys}

    def is_public(finding: Finding) -> bool:
        return finding.proof in (bare if finding.rule is LeakRule.SPOILER else public)

    for key, findings in found.items():
        leaks = [one for one in findings if one.proof and not is_public(one)]
        if leaks:
            found[key] = _located(findings, leaks, files[key])
    _remember(memory, seen, Seen(search, b"", found, private.sources, tuple(sorted(public)), tuple(sorted(bare))))
    for path, key in keys.items():
        for finding in found[key]:
            if not finding.proof or not is_public(finding):
                yield path, finding


def _located(findings: tuple[Finding, ...], leaks: Iterable[Finding], one: Outgoing) -> tuple[Finding, ...]:
    """The findings in a file, of which these leak, now that of each text that leaks one piece has its place: more are
    never told."""
    texts: defaultdict[tuple[LeakRule, str], list[Finding]] = defaultdict(list)
    for leak in leaks:
        texts[leak.rule, source_of(leak)].append(leak)
    unplaced = [pieces for pieces in texts.values() if not any(piece.line for piece in pieces)]
    if not unplaced:
        return findings
    data, is_page = readable(read_file(one.file)), suffix_of(one.path) in PAGES
    placed: dict[Finding, Finding] = {}
    for pieces in unplaced:
        for piece in pieces[:_TRIED]:
            placed[piece] = locate(piece, data, is_page)
            if placed[piece].line:
                break
    return tuple(placed.get(finding, finding) for finding in findings)


def _look(
    tasks: Sequence[Task], private: Private, taken: frozenset[str], jobs: int, look: Look
) -> Iterator[tuple[bytes, tuple[Finding, ...]]]:
    try:
        with Crew(jobs or processors()) as crew:
            plain = msgspec.structs.replace(private, published=Private().published)
            for results in crew.each(look, split(tasks, CHUNK), Searcher, (plain, taken), alone=_ALONE):
                yield from results
    except FileNotFoundError as exc:
        raise OutsideError(f"{exc.filename} is not there, though it was built", "build again: python build.py") from exc
    except OSError as exc:
        raise OutsideError(f"{exc.filename} cannot be read: {exc.strerror}") from exc


def _public(found: Mapping[bytes, tuple[Finding, ...]], seen: Seen, private: Private) -> tuple[set[str], set[str]]:
    """Which of the private pieces found are public, and which in the open; asked for only where there are any."""
    pieces = {finding.proof for findings in found.values() for finding in findings if finding.proof}
    if not pieces:
        return set(), set()
    if seen.sources == private.sources and private.sources and seen.search and pieces <= _pieces(seen):
        return set(seen.public), set(seen.bare)
    return public_pieces(pieces, private.published(pieces))


def _pieces(seen: Seen) -> set[str]:
    return {finding.proof for findings in seen.found.values() for finding in findings}


def _remember(memory: Path | None, seen: Seen, now: Seen) -> None:
    clean = b"".join(sorted(key for key, findings in now.found.items() if not findings))
    found = {key: findings for key, findings in now.found.items() if findings}
    now = msgspec.structs.replace(now, clean=clean, found=found)
    if now != seen:
        write_seen(memory, now)


def key_of(one: Outgoing) -> bytes:
    """What a file is remembered by: its bytes, and what its name says that they are."""
    return digest(f"{one.digest} {suffix_of(one.path)}".encode())


def _is_allowed(path: str, finding: Finding, allowed: Iterable[Allowed], used: set[Allowed]) -> bool:
    fitting = [one for one in allowed if one.allows(finding.rule, path)]
    used.update(fitting)
    return bool(fitting)


def _merged(found: Iterable[tuple[str, Finding]]) -> Iterator[tuple[str, Finding]]:
    """One finding for each file, rule and source: of a text that is there in many pieces, the first."""
    first: dict[tuple[str, LeakRule, str], Finding] = {}
    for path, finding in found:
        about = source_of(finding) or finding.told
        key = (path, finding.rule, about)
        if key not in first or _rank(finding) < _rank(first[key]):
            first[key] = finding
    return ((path, finding) for (path, _, _), finding in first.items())


def _rank(finding: Finding) -> tuple[int, int, str]:
    return finding.line or 1 << 30, finding.column, finding.told


def _problem(path: str, finding: Finding, folder: str) -> Problem:
    place = Place(f"{folder}/{path}", finding.line, finding.column)
    return error(place, CODE, f"{finding.rule}: {finding.told}", hint_of(finding.rule, path))


def _folder_of(outgoing: Sequence[Outgoing], site: Path) -> str:
    """The output folder as seen from the site."""
    if not outgoing:
        return "public"
    output = outgoing[0].file.removesuffix(outgoing[0].path).rstrip("/\\") or "/"
    return os.path.relpath(output, site).replace(os.sep, "/")


def _idle(one: Allowed, place: Place) -> Problem:
    return warning(place, CODE, f"nothing of {one.rule} is found at {one.path}, so this allows nothing", "take it out")
