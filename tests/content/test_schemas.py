"""Schemas say what decoders read: every key, nothing else, and never less than a build takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from matinee.content.decode import Context, Either, Keys, Many, Named, Nothing, Reading, Written, fields, form_of
from matinee.content.editor.guide import read_guide
from matinee.content.editor.schemas import FORMATS, Schema, make_schema, make_schemas
from matinee.content.layout import make_layout
from matinee.content.sources import (
    dump_comments,
    dump_diary,
    dump_film,
    dump_pingbacks,
    dump_post,
    split_front_matter,
)
from matinee.model import Comment, Film, Front, Pingback, Scale, Viewing
from matinee.text.emit import dump_text
from matinee.text.scales import ratings
from matinee.text.yaml import Mapping as YamlMapping
from matinee.text.yaml import Node, read_yaml
from tests.content.test_round_trip import COMMENTS, FILMS, FRONTS, MENTIONS, MOMENTS, PINGBACKS, STARS, TEXTS
from tests.editors import read_as_editors_do

HOME = Path(__file__).parents[2]
GUIDE = read_guide(path.read_text("utf-8") for path in sorted((HOME / "docs" / "guide").glob("*.md")))
SCHEMAS = {scale: make_schemas(scale, GUIDE) for scale in Scale}
STARRY = SCHEMAS[Scale.STARS]
SITE = "title: T\nurl: https://t.example\n"


@cache
def validator(name: str, scale: Scale = Scale.STARS) -> Draft7Validator:
    return Draft7Validator(SCHEMAS[scale][name])


def faults(name: str, text: str, scale: Scale = Scale.STARS) -> list[str]:
    """What an editor would underline in a file."""
    return [error.message for error in validator(name, scale).iter_errors(read_as_editors_do(text))]


def keys_below(told: Written, seen: frozenset[str] = frozenset()) -> Iterator[Keys]:
    """Every mapping of known keys that may be written somewhere in a form."""
    match form_of(told):
        case Keys(name) as keys if name + str(keys.fixed) not in seen:
            yield keys
            for _, decode in keys.table.values():
                yield from keys_below(decode, seen | {name + str(keys.fixed)})
        case Either(ways):
            for way in ways:
                yield from keys_below(way, seen)
        case Many(item):
            yield from keys_below(item, seen)
        case Named(value, _):
            yield from keys_below(value, seen)


def mapping(schema: Schema, keys: Keys) -> Schema:
    """The part of a schema that is about these keys."""
    found: Schema = schema["definitions"].get(".".join([keys.name, *keys.fixed.values()]), schema)
    return found


TABLES = {
    f"{name}: {'.'.join([keys.name, *keys.fixed.values()])}": (name, keys)
    for name, told in FORMATS.items()
    for keys in keys_below(told.keys)
}
EVERY_TABLE = pytest.mark.parametrize(("name", "keys"), TABLES.values(), ids=TABLES)


# What schemas are


@pytest.mark.parametrize("scale", Scale)
def test_schemas_are_schemas(scale: Scale) -> None:
    for schema in SCHEMAS[scale].values():
        Draft7Validator.check_schema(schema)


def test_there_is_a_schema_for_every_table_of_the_guide() -> None:
    assert {keys.name for _, keys in TABLES.values()} == {name for name, _ in GUIDE}


@EVERY_TABLE
def test_every_key_that_is_read_is_in_its_schema_and_no_other(name: str, keys: Keys) -> None:
    read = {key for key, (_, decode) in keys.table.items() if not isinstance(form_of(decode), Nothing)}
    found = mapping(STARRY[name], keys)
    assert (set(found["properties"]), found["additionalProperties"]) == (read, False)
    assert all(told["description"] and told["markdownDescription"] for told in found["properties"].values())


@EVERY_TABLE
def test_a_key_is_needed_where_a_decoder_misses_it(name: str, keys: Keys) -> None:
    """But for the body of a comment, which spam and trash may lack: of that, a build tells."""
    needed = {key for table, key in GUIDE if table == keys.name and GUIDE[table, key].meaning.endswith("Needed.")}
    known = needed & set(keys.table)
    assert set(mapping(STARRY[name], keys).get("required", ())) == known - ({"body"} if name == "comments" else set())


@EVERY_TABLE
def test_every_key_shows_the_default_that_is_used(name: str, keys: Keys) -> None:
    for key, told in mapping(STARRY[name], keys)["properties"].items():
        if "default" in told:
            typed = read_yaml(f"{key}: {yaml_of(told['default'])}\n", "x.yaml")
            assert typed is not None
            assert keys.value is not None
            context = Context("x.yaml")
            assert list(fields(typed, keys.table, context).values()) == [default_of(keys.value, keys.table[key][0])]


def yaml_of(value: object) -> str:
    return str(value).replace("'", "").lower() if isinstance(value, bool | list) else str(value)


def default_of(value: Any, name: str) -> object:
    return value.__struct_defaults__[value.__struct_fields__.index(name) - len(value.__struct_fields__)]


def test_a_table_that_gains_a_key_gains_it_in_its_schema() -> None:
    told = FORMATS["film"]
    table = {**told.keys.table, "distributor": told.keys.table["poster"]}
    more = msgspec.structs.replace(told, keys=msgspec.structs.replace(told.keys, table=table))
    found = make_schema(more, Scale.STARS, GUIDE)["properties"]
    assert found.keys() - STARRY["film"]["properties"].keys() == {"distributor"}


def test_a_decoder_that_says_nothing_of_what_it_reads_is_noticed() -> None:
    def decode(node: Node, context: Context) -> str:
        return ""

    table = {**FORMATS["film"].keys.table, "gauge": ("gauge", decode)}
    keys = msgspec.structs.replace(FORMATS["film"].keys, table=table)
    with pytest.raises(LookupError):
        make_schema(msgspec.structs.replace(FORMATS["film"], keys=keys), Scale.STARS, GUIDE)


def test_of_several_ways_each_has_a_name_of_its_own() -> None:
    """Editors take ways without one for each other, and show the words of all when somebody points at a key."""
    waiting: list[Any] = [*STARRY.values()]
    while waiting:
        told = waiting.pop()
        ways = told.get("anyOf", ()) if isinstance(told, dict) else ()
        assert [way for way in ways if not {"title", "$ref"} & way.keys()] == []
        waiting += told.values() if isinstance(told, dict) else told if isinstance(told, list) else ()


# What is right


def contents() -> Iterator[Any]:
    """Every file of the demo blog that a schema is for."""
    paths = [path.relative_to(HOME / "content").as_posix() for path in sorted((HOME / "content").rglob("*.*"))]
    layout = make_layout(paths)
    yield pytest.param("site", "site.yaml", id="site.yaml")
    for name, found in (
        ("film", layout.films),
        ("diary", layout.diary),
        ("front-matter", [post.path for post in layout.posts]),
        ("comments", [post.comments for post in layout.posts if post.comments]),
        ("pingbacks", [post.pingbacks for post in layout.posts if post.pingbacks]),
    ):
        yield from (pytest.param(name, path, id=path) for path in found)


@pytest.mark.parametrize(("name", "path"), [*contents()])
def test_the_demo_blog_has_no_fault(name: str, path: str) -> None:
    text = (HOME / "content" / path).read_text("utf-8")
    assert faults(name, (split_front_matter(text, path).front or "") if path.endswith(".md") else text) == []


_FENCE = re.compile(r"^```(yaml|markdown) (\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NAMES = {"front": "front-matter", "review": "front-matter", "page": "front-matter"}


def examples() -> Iterator[Any]:
    for page in [HOME / "README.md", HOME / "docs" / "guide.md", *sorted((HOME / "docs" / "guide").glob("*.md"))]:
        text = page.read_text("utf-8")
        for found in _FENCE.finditer(text):
            language, kind, example = found.groups()
            if kind != "text":
                line = text.count("\n", 0, found.start()) + 1
                front = (split_front_matter(example, "").front or "") if language == "markdown" else example
                yield pytest.param(_NAMES.get(kind, kind), front, id=f"{page.name}:{line}")


@pytest.mark.parametrize(("name", "text"), [*examples()])
def test_no_example_of_the_guide_has_a_fault(name: str, text: str) -> None:
    if name == "site":
        given = {line.partition(":")[0] for line in text.splitlines()}
        text = "".join(line for line in SITE.splitlines(True) if line.partition(":")[0] not in given) + text
    assert faults(name, text) == []


TYPED = (
    """
1917|8:46|No|true|YES|off|4½|½|4.5|4.50|007|+5|-0|0|10|1e5|0x10|2014|2014-01-13|2014-01-13 09:30
2014-01-13T09:30:00+01:00|"4.5"|'12'|[REC]|[a, b]|[]|[a, '']|[1, true, 2014-01-13]|{}|{a: b}|{title: her}
{title: her, year: 2013}|{name: A}|{date: 2014-01-13}|''|' '|her (2013)|/a/|/a/?p=1|/a.html|'%2Fa/'
http://a.example/|HTTPS://A.example/x?y#z|mailto:a@b.example|tt1798709|152601|A+|b−|F|d|countdown|Countdown
'#1a6'|'#11aa66'|{light: '#123456'}|{light: '#123', dark: '#fff'}|UTC|Europe/Berlin|en|pt-BR|.inf|stars|letters
{film: Ida (2013), rating: 5}|[{film: her}, Ida]|{Music: [A, B], Sound: C}|{/old/: /new/}
{/a/: https://b.example/}|open|closed|films|{live: {kind: folder, path: /srv}}
{a: {kind: s3, bucket: b, endpoint: ''}}|{a: {kind: git, repository: 'git@a:b'}}|ssh|{open: no}
{title: About, to: pages/about.md}|[{title: A, to: /a/}, {title: B, to: 'mailto:a@b.example'}]
{Jane: {bio: A}, B: {url: /b/}}|pingback|{form: off}|{form: false}|{form: https://a.example/}
{form: mailto:a@b.example}|/{year}/{slug}/|/{id}/|[films, dates]|author|held|like
{accent: '#1a6', fonts: {text: 'A, B'}}|[A as B, {name: C, character: D}]|{imdb: tt1798709, tmdb: 152601}
{imdb: ''}|titles|series
""".strip()
    .replace("\n", "|")
    .split("|")
)


@EVERY_TABLE
def test_what_a_decoder_takes_its_schema_takes_too(name: str, keys: Keys) -> None:
    for key in keys.table:
        examples = [entry.example for (table, known), entry in GUIDE.items() if (table, known) == (keys.name, key)]
        for typed in [*TYPED, *(example.strip("`").partition(": ")[2] for example in examples)]:
            check_kindness(name, keys, key, typed)


@given(st.sampled_from(sorted(TABLES)), st.data())
def test_whatever_text_a_decoder_takes_its_schema_takes_too(table: str, data: Any) -> None:
    name, keys = TABLES[table]
    key = data.draw(st.sampled_from(sorted(keys.table)))
    check_kindness(name, keys, key, dump_text(data.draw(TEXTS)))


def check_kindness(name: str, keys: Keys, key: str, typed: str) -> None:
    """A schema refuses no line of a file that a build takes."""
    line = f"{key}: {typed}\n"
    context = Context("x.yaml", Reading())
    told = fields(read_yaml(line, "x.yaml") or YamlMapping((), 1, 1), keys.table, context)
    if not told or any(problem.is_error for problem in context.problems) or keys.fixed.get(key, typed) != typed:
        return
    schema = {**mapping(STARRY[name], keys)["properties"][key], "definitions": STARRY[name]["definitions"]}
    found = [error.message for error in Draft7Validator(schema).iter_errors(read_as_editors_do(line)[key])]
    assert (line, found) == (line, [])


@EVERY_TABLE
def test_a_key_without_a_value_is_as_if_it_were_not_there(name: str, keys: Keys) -> None:
    for key, schema in mapping(STARRY[name], keys)["properties"].items():
        told = Draft7Validator({**schema, "definitions": STARRY[name]["definitions"]})
        assert told.is_valid(None) == (key not in keys.needed), key


@pytest.mark.parametrize("scale", Scale)
def test_every_rating_of_the_sites_scale_is_right_however_it_is_typed(scale: Scale) -> None:
    halves = ["½", "0½", "3½"] if scale in {Scale.STARS, Scale.FOUR, Scale.TEN} else []
    letters = ["b+", "B−", "a⁺"] if scale is Scale.LETTERS else []
    for typed in [*ratings(scale), *(f'"{rating}"' for rating in ratings(scale)), *halves, *letters]:
        assert faults("front-matter", f"rating: {typed}\n", scale) == [], typed


@pytest.mark.parametrize(
    ("scale", "typed"),
    [
        *[(Scale.STARS, typed) for typed in ("7", "4.7", "-1", "5½", "B+", "[4]", "four")],
        *[(Scale.FOUR, typed) for typed in ("4.5", "4½", "A")],
        *[(Scale.TEN, typed) for typed in ("10.1", "11", "-0.1", "10½", "C")],
        *[(Scale.HUNDRED, typed) for typed in ("101", "7.5", "7½", "-1")],
        *[(Scale.LETTERS, typed) for typed in ("F+", "E", "G", "4", "A++")],
    ],
)
def test_a_rating_of_another_scale_is_wrong(scale: Scale, typed: str) -> None:
    assert faults("front-matter", f"rating: {typed}\n", scale) != []
    assert faults("diary", f"- date: 2014-01-13\n  film: her (2013)\n  rating: {typed}\n", scale) != []


# What we write ourselves


@given(st.lists(COMMENTS, max_size=3, unique_by=lambda comment: comment.id))
def test_comments_as_we_write_them_have_no_fault(comments: list[Comment]) -> None:
    assert faults("comments", dump_comments(comments)) == []


@given(st.lists(PINGBACKS, max_size=3, unique_by=lambda pingback: pingback.id))
def test_pingbacks_as_we_write_them_have_no_fault(pingbacks: list[Pingback]) -> None:
    assert faults("pingbacks", dump_pingbacks(pingbacks)) == []


@given(FILMS)
def test_films_as_we_write_them_have_no_fault(film: Film) -> None:
    assert faults("film", dump_film(film)) == []


@given(st.lists(st.builds(Viewing, MOMENTS, MENTIONS, STARS, st.none() | st.booleans(), TEXTS, TEXTS), max_size=3))
def test_diaries_as_we_write_them_have_no_fault(viewings: list[Viewing]) -> None:
    assert faults("diary", dump_diary(viewings, Scale.STARS)) == []


@given(FRONTS)
def test_front_matter_as_we_write_it_has_no_fault(front: Front) -> None:
    text = split_front_matter(dump_post(front, "", Scale.STARS), "p.md").front or ""
    assert faults("front-matter", text) == []


# What is wrong


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("site", "title: T\n"),
        ("site", "title: T\nurl: t.example\n"),
        ("site", "title:\nurl: https://t.example\n"),
        *[
            ("site", SITE + line)
            for line in (
                "tagine: x\n",
                "ratings: star\n",
                "per_page: 0\n",
                "per_page: many\n",
                "archives: [films, dats]\n",
                "html: perhaps\n",
                "permalink: /{year}/\n",
                "permalink: /{slug}\n",
                "menu: [{title: About}]\n",
                "comments: {deep: 3}\n",
                "comments: {form: me@example.org}\n",
                "redirects: {old: /new/}\n",
                "redirects: {/old/: new}\n",
                "theme: {accent: red}\n",
                "deploy: {live: {kind: ftp}}\n",
                "deploy: {live: {kind: ssh, path: /srv}}\n",
                "deploy: {live: {kind: folder, path: /srv, bucket: x}}\n",
                "deploy: {live: {kind: s3, bucket: x, secret_key: y}}\n",
                "authors: [Jane]\n",
            )
        ],
        *[
            ("front-matter", line)
            for line in (
                "catgories: [Reviews]\n",
                "directors: [Spike Jonze]\n",
                "title: [a, b]\n",
                "date: 13.1.2014\n",
                "date: 2014-1-3\n",
                "film: {titel: her}\n",
                "film: {title: her, year: 20133}\n",
                "films: [{rating: 4}]\n",
                "ranked: up\n",
                "draft: maybe\n",
                "comments: shut\n",
                "likes: -1\n",
                "language: English\n",
                "url: her/\n",
                "canonical: /her/\n",
                "slug: a/b\n",
                "updated: {note: x}\n",
                "- title: x\n",
            )
        ],
        *[
            ("comments", text)
            for text in (
                "id: 1\nbody: x\n",
                "- body: x\n",
                "- id: a b\n  body: x\n",
                "- id:\n  body: x\n",
                "- id: 1\n  body: x\n  email: jane@example.org\n",
                "- id: 1\n  body: x\n  status: pending\n",
                "- id: 1\n  body: x\n  role: admin\n",
                "- id: 1\n  body: {a: b}\n",
                "- hm\n",
            )
        ],
        ("pingbacks", "- title: x\n"),
        ("pingbacks", "- source: /x/\n"),
        ("pingbacks", "- source: https://a.example/\n  type: lke\n"),
        ("pingbacks", "- source: https://a.example/\n  author: {nam: W}\n"),
        ("diary", "- date: 2014-01-11\n"),
        ("diary", "- film: her (2013)\n"),
        ("diary", "- date: 2014-01-11\n  film: her (2013)\n  mood: good\n"),
        ("film", "year: 2013\n"),
        ("film", "title: her\nruntme: 126\n"),
        ("film", "title: her\nruntime: 0\n"),
        ("film", "title: her\nids: {imdb: 1798709}\n"),
        ("film", "title: her\ncast: [{character: Theodore}]\n"),
        ("film", "title: her\ntype: movie\n"),
    ],
)
def test_what_is_wrong_is_told(name: str, text: str) -> None:
    assert faults(name, text) != []
