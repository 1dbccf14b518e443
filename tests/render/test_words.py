"""The words of pages: catalogues, what is laid over them, and what is wrong with them."""

from __future__ import annotations

import re

import pytest

from matinee.model import Scale
from matinee.text.phrases import places_of
from matinee.theme import theme_folder
from tests.site import CONFIG, Site
from tests.spoken import spoken

SHIPPED = ("en", "de", "fr")


def home(site: Site) -> str:
    report = site.good()
    assert not [problem for problem in report.problems if problem.is_error]
    return site.page("index.html")


@pytest.mark.parametrize("language", SHIPPED)
def test_a_shipped_catalogue_says_everything_and_leaves_no_place_out(language: str) -> None:
    english, other = spoken(), spoken(language)
    lines = (theme_folder("templates") / "words" / f"{language}.yaml").read_text().splitlines()
    keys = {line.partition(":")[0] for line in lines if re.match(r"\w+:", line)}
    assert keys == english.plain.keys() | english.counted.keys()
    assert {key: places_of(text) for key, text in other.plain.items()} == {
        key: places_of(text) for key, text in english.plain.items()
    }
    assert all(
        "n" in places_of(forms["other"]) or "{n}" not in english.counted[key]["other"]
        for key, forms in other.counted.items()
    )


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("en", 0, "0 replies"),
        ("en", 1, "1 reply"),
        ("fr", 0, "0 réponse"),
        ("fr", 1, "1 réponse"),
        ("fr", 2, "2 réponses"),
        ("de", 1, "1 Antwort"),
        ("de", 1200, "1200 Antworten"),
    ],
)
def test_plurals_are_those_of_the_language(language: str, number: int, said: str) -> None:
    assert spoken(language).replies(number) == said


@pytest.mark.parametrize(
    ("language", "rating", "scale", "label", "drawn"),
    [
        ("en", 4.5, Scale.STARS, "4½ stars out of 5", "★★★★½"),
        ("en", 0.5, Scale.STARS, "½ star out of 5", "½"),
        ("en", 0.0, Scale.STARS, "No stars out of 5", "no stars"),
        ("fr", 1.5, Scale.STARS, "1½ étoile sur 5", "★½"),
        ("de", 7.5, Scale.TEN, "7,5 von 10", "7,5/10"),
        ("fr", 0.0, Scale.FOUR, "Aucune étoile sur 4", "aucune étoile"),
    ],
)
def test_a_rating_is_said_in_the_language(language: str, rating: float, scale: Scale, label: str, drawn: str) -> None:
    stars = spoken(language).stars(rating, scale)
    assert stars is not None
    assert (stars.label, stars.drawn) == (label, drawn)
    assert "," not in stars.value


def test_names_are_listed_as_the_language_does() -> None:
    assert spoken("de").listing(("A", "B", "C")) == "A, B und C"
    assert spoken("fr").few_listed(("A", "B", "C", "D")) == "A et 3 autres"


def test_a_page_speaks_the_language_of_its_site(bare_site: Site) -> None:
    bare_site.config(language="de")
    bare_site.write("content/posts/2014-01-13-her.md", title="Sie", language="en", body="A letter.")
    shown = home(bare_site) + bare_site.page("2014/01/13/her/index.html")
    assert "Zum Text springen" in shown
    assert "Skip to the text" not in shown


def test_a_site_changes_a_word_and_keeps_the_others(bare_site: Site) -> None:
    bare_site.write("templates/words/en.yaml", "skip: Jump <in>\n")
    assert "Jump &lt;in&gt;" in home(bare_site)
    assert ">Feeds<" in home(bare_site)


def test_a_site_adds_a_language_of_which_the_region_says_it_otherwise(bare_site: Site) -> None:
    bare_site.config(language="pt-BR")
    bare_site.write("templates/words/pt.yaml", "skip: Saltar para o texto\nfeeds: Assinar\n")
    bare_site.write("templates/words/pt-BR.yaml", "skip: Pular para o texto\n")
    shown = home(bare_site)
    assert "Pular para o texto" in shown
    assert "Assinar" in shown
    assert ">Films<" in shown


def test_a_changed_word_makes_every_page_that_says_it_again(bare_site: Site) -> None:
    bare_site.write("content/posts/2014-01-13-her.md", title="her", body="A letter.")
    bare_site.good()
    assert bare_site.good().written == ()
    bare_site.write("templates/words/en.yaml", "skip: To the text\n")
    assert "2014/01/13/her/index.html" in bare_site.good().written
    (bare_site.folder / "templates/words/en.yaml").unlink()
    assert "2014/01/13/her/index.html" in bare_site.good().written


BRACE = "a brace in a phrase is doubled: {{ [phrase]"


@pytest.mark.parametrize(
    ("catalogue", "told"),
    [
        ("skipp: x\n", '1:1: error: unknown key "skipp"; did you mean "skip"? [unknown-key]'),
        (
            "replies: x\n",
            "1:10: error: replies must have a phrase for each plural form; one: and other:, each on a line "
            "of its own [type]",
        ),
        (
            "replies: {one: x}\n",
            '1:10: error: replies needs "other"; it is the form of all numbers that have none of '
            "their own [missing-key]",
        ),
        ("skip: {one: x}\n", "1:7: error: skip must be text, not a mapping; put quotes around it [type]"),
        ('skip: "{site}"\n', '1:7: error: skip speaks of "{site}"; it can speak of nothing [phrase]'),
        ('page: "{n.real}"\n', f"1:7: error: page cannot be filled: {{n.real}} is no place for a word; {BRACE}"),
        ('page: "{"\n', f"1:7: error: page cannot be filled: Single '{{' encountered in format string; {BRACE}"),
        ("- skip\n", "1:1: error: must be a mapping: lines of `key: phrase` [type]"),
        (
            "skip: a\nskip: b\n",
            '2:1: error: "skip" is here a second time, after line 1; keep one of the two [duplicate-key]',
        ),
    ],
)
def test_what_is_wrong_with_a_catalogue_is_told_where_it_stands(bare_site: Site, catalogue: str, told: str) -> None:
    bare_site.write("templates/words/en.yaml", catalogue)
    report = bare_site.build()
    assert [str(problem) for problem in report.problems] == [f"templates/words/en.yaml:{told}"]
    assert report.failed


def test_a_language_without_a_catalogue_is_warned_about_at_its_place(bare_site: Site) -> None:
    bare_site.write("content/site.yaml", f"{CONFIG}language: it\n")
    problems = bare_site.good().problems
    assert [(problem.code, problem.place.path) for problem in problems] == [("words", "content/site.yaml")]


def test_a_spoiler_is_closed_in_the_language_of_the_site(bare_site: Site) -> None:
    bare_site.config(language="fr")
    bare_site.write("content/posts/2014-01-13-her.md", title="her", body=":::spoiler la fin\nSamantha.\n:::\n")
    bare_site.good()
    assert "<summary>Spoiler : la fin</summary>" in bare_site.page("2014/01/13/her/index.html")
    assert "[spoiler : la fin]" in bare_site.page("feed.xml")


@pytest.mark.parametrize("language", ["ja", "ar", "ru"])
def test_english_that_stands_for_lacking_words_has_english_plurals(bare_site: Site, language: str) -> None:
    bare_site.config(language=language, comments={"form": "off"})
    bare_site.write("content/posts/2014-01-13-her.md", title="her")
    bare_site.write("content/posts/2014-01-13-her/comments.yaml", "- {id: '1', author: Jo, body: Yes.}\n")
    assert ">1 reply<" in home(bare_site)


def test_words_of_ones_own_have_the_plurals_of_their_language(bare_site: Site) -> None:
    bare_site.config(language="ja")
    bare_site.write("templates/words/ja.yaml", 'replies: {other: "返信{n}件"}\n')
    bare_site.write("content/posts/2014-01-13-her.md", title="her", film="her (2013)")
    bare_site.write("content/posts/2014-01-13-her/comments.yaml", "- {id: '1', author: Jo, body: Yes.}\n")
    assert ">返信1件<" in home(bare_site)
    assert "1 film<" in bare_site.page("/films/")
