"""The words of pages, read from the catalogues of the theme and of the site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..content.decode.marks import config_place
from ..content.sources.encoding import decode_utf8
from ..content.sources.phrases import read_phrases
from ..errors import ContentError, Problem, warning
from ..model import Config
from ..pages.words import Words
from ..text.phrases import Phrases
from .templates import WORDS, Folders

_SOURCE_LANGUAGE = "en"


def read_words(folders: Folders, config: Config, problems: list[Problem]) -> Words:
    """The words in the site's language; what no catalogue has in it is said in English. What is wrong with one, and
    what the site's own language lacks, goes to `problems`."""
    language = config.language
    english = _merged(folders, _SOURCE_LANGUAGE, None, problems)
    said, lacking = english, bool(_tags(language))
    borrowed = dict.fromkeys(english.counted if lacking else (), _SOURCE_LANGUAGE)
    for tag in _tags(language):
        found = _merged(folders, tag, english, problems)
        lacking = lacking and not (found.plain or found.counted)
        said = Phrases(language, {**said.plain, **found.plain}, {**said.counted, **found.counted})
        borrowed = {key: tag for key, tag in borrowed.items() if key not in found.counted}
    if lacking:
        problems.append(_unspoken(config))
    return Words(language, said.plain, said.counted, borrowed)


def _tags(language: str) -> list[str]:
    """The catalogues of a language, the general before the special: pt, then pt-BR; none for English itself."""
    parts = language.split("-")
    tags = ["-".join(parts[: length + 1]) for length in range(len(parts))]
    return [tag for tag in tags if tag.lower() != _SOURCE_LANGUAGE]


def _unspoken(config: Config) -> Problem:
    place = config_place(config, "language")
    message = f"the theme has no words in {config.language}, and says everything of its own in English"
    return warning(place, "words", message, f"write them in templates/{WORDS}{config.language}.yaml")


def _merged(folders: Folders, tag: str, known: Phrases | None, problems: list[Problem]) -> Phrases:
    """What all catalogues of one language say, the site's own last."""
    plain: dict[str, str] = {}
    counted: dict[str, dict[str, str]] = {}
    for shown, path in _catalogues(folders, tag):
        told = Phrases(tag, plain, counted) if known is None and plain else known
        found = _read(shown, path, tag, told, problems)
        plain, counted = {**plain, **found.plain}, {**counted, **found.counted}
    return Phrases(tag, plain, counted)


def _catalogues(folders: Folders, tag: str) -> Iterator[tuple[str, Path]]:
    for shown, folder in reversed(folders):
        path = folder / f"{WORDS}{tag}.yaml"
        if path.is_file():
            yield f"{shown}/{WORDS}{tag}.yaml", path


def _read(shown: str, path: Path, tag: str, known: Phrases | None, problems: list[Problem]) -> Phrases:
    try:
        text = decode_utf8(path.read_bytes(), shown)
        found, wrong = read_phrases(text, shown, tag) if known is None else read_phrases(text, shown, tag, known)
    except ContentError as exc:
        problems += exc.problems
        return Phrases(tag, {}, {})
    problems += wrong
    return found
