"""A catalogue of the theme's words: `templates/words/fr.yaml`, phrases by key."""

from __future__ import annotations

from collections.abc import Iterable

from ...errors import Problem
from ...text.phrases import FORMS, Phrases, Plural, places_of
from ...text.yaml import Mapping, Node, read_yaml
from ..decode import Context, Decoder, DecodingError, fields, filled, refusal, shown
from ..decode.shapes import report_unknown

_NOTHING = Phrases("", {}, {})


def read_phrases(text: str, path: str, language: str, known: Phrases = _NOTHING) -> tuple[Phrases, tuple[Problem, ...]]:
    """The phrases that a catalogue holds, and what is wrong with it. With a `known` catalogue, which holds them all, a
    phrase must be one of its own, and may speak of nothing that it does not."""
    context = Context(path)
    found = Phrases(language, {}, {})
    node = read_yaml(text, path) or Mapping((), 1, 1)
    if type(node) is not Mapping:
        context.report(node, "type", "must be a mapping: lines of `key: phrase`")
        return found, tuple(context.problems)
    for key, value in node.pairs:
        try:
            if key.text in known.counted or (known is _NOTHING and type(value) is Mapping):
                found.counted[key.text] = _counted(value, known.counted.get(key.text), context)
            elif key.text in known.plain or known is _NOTHING:
                found.plain[key.text] = _phrase(_all_places(key.text, known))(value, context)
            else:
                report_unknown(key, (*known.plain, *known.counted), context)
        except DecodingError as mistake:
            context.refuse(key.text, mistake)
    return found, tuple(sorted(context.problems))


def _counted(node: Node, known: Plural | None, context: Context) -> Plural:
    """A phrase with its plural forms; none of them need hold the number."""
    if type(node) is not Mapping:
        raise refusal(
            node, "type", "must have a phrase for each plural form", "one: and other:, each on a line of its own"
        )
    allowed = None if known is None else _places(known.values())
    faults = len(context.problems)
    decode = _phrase(allowed)
    forms: Plural = fields(node, {form: (form, decode) for form in FORMS}, context)
    if "other" not in forms and len(context.problems) == faults:
        raise refusal(node, "missing-key", 'needs "other"', "it is the form of all numbers that have none of their own")
    return {"other": "", **forms}


def _all_places(key: str, known: Phrases) -> frozenset[str] | None:
    return None if known is _NOTHING else _places([known.plain[key]])


def _places(texts: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*map(places_of, texts))


def _phrase(allowed: frozenset[str] | None) -> Decoder[str]:
    """A decoder of phrases that speak of nothing but what is `allowed`, where that is known."""

    def phrase(node: Node, context: Context) -> str:
        typed = filled(node, context)
        try:
            places = places_of(typed)
        except ValueError as mistake:
            raise refusal(
                node, "phrase", f"cannot be filled: {mistake}", "a brace in a phrase is doubled: {{"
            ) from mistake
        if allowed is not None and (strange := sorted(places - allowed)):
            known = ", ".join(f"{{{name}}}" for name in sorted(allowed)) or "nothing"
            raise refusal(node, "phrase", f"speaks of {shown('{' + strange[0] + '}')}", f"it can speak of {known}")
        return typed

    return phrase
