"""Small blogs with everything that is hard to set: every mark in every place, every scale, every script, no post at
all."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from matinee.content.sources import dump_comments, dump_pingbacks
from matinee.model import Comment, Kind, MentionType, Moment, Pingback, Profile, Role, Status
from tests.site import Site, make_sample, picture

TITLE = """Bed & "Board" <i>or</i> It's </title></script> a]]>b \u2028 8½"""
AUTHOR = 'Ann "Dot" O\'Hara <ann>'
ALL_ARCHIVES = (
    "[films, directors, categories, tags, series, dates, diary, writers, cast, genres, countries, decades, years, "
    "ratings, authors]"
)
GRADES = {
    "stars": ["0", "0.5", "1", "4½", "5"],
    "four": ["0", "0.5", "3.5", "4"],
    "ten": ["0", "7.4", "10"],
    "hundred": ["0", "1", "100"],
    "letters": ["F", "D-", "B+", "A+"],
}
BODY = r"""
An opening with *emphasis*, `code <b>`, ||an *inline* shield||, a note[^1] and
[a link](https://example.org/?a=1&b=2 "T").

<!-- more -->

## A heading with ||a shield|| and `code`

## A heading with ||a shield|| and `code`

- an item with ||a shield in a list||
  - a nested one
- another

1. ||first||
2. second

| film | said |
| :--- | ---: |
| *her* | **in a table** |
| a \| b | [x](2014-05-04-chain.md#comment-1) |

> quoted ||shield|| text

:::spoiler the "end" & <more>
Outer text.[^2]

- a list in it

:::spoiler
Inner text, with ||a third||.
:::

![A letter](letter.png "A figure behind a shield")
:::

![The letter & "its" <envelope>](letter.png "A caption with *stars* & <b>")

![One](letter.png) ![Two](letter.png)

![](letter.png)

https://www.youtube.com/watch?v=WzV6mXIOVl4

***

~~Struck~~ out. A line\
broken. “Quotes” 'and' dashes --- like -- this...

```python
print("<b>&amp;</b>")
```

    indented code

[^1]: A note with ||a shield|| and *more*.
[^2]: A note of a shield.
"""
BODIES = (
    "Plain text.",
    'Two\nlines.\n\nTwo paragraphs, "quoted" -- and it\'s <b>not</b> bold & not &amp; either.',
    "*em* **strong** ~~del~~ `code` [link](https://example.org/a?b=c&d=e 'T') https://example.org/x_(y)",
    "- a\n- b\n  1. c\n  2. d\n\n> quoted\n>\n> > twice",
    "```html\n<script>alert(1)</script>\n```",
    "||an inline|| shield and ||another *one*||\n\n:::spoiler who did it & <why>\nHe did.\n\n- ||nested||\n:::",
    "- ||in a list||\n\n> ||in a quote||\n\n[||in a link||](https://example.org/)",
    "{{ 7*7 }} {% include 'base.html' %} {# gone? #} ${1} <%= 1 %>",
    "日本語の文章。これは「コメント」です。",
    "هذا تعليق بالعربية، وفيه (أقواس) و123.",
    "\u202eesrever\u202c and a very long word: " + "Donaudampfschiff" * 40,
    "# not a heading\n\n| no | table |\n|---|---|\n| a | b |\n\n![no image](https://example.org/x.png)",
    "!@#$%^&*()_+{}|:\"<>?~`[]\\;',./",
    "🎬 😀 a̐éö̲",
)
NAMES = ("", "Jane", AUTHOR, "千と千尋", "سينما", "A" * 200, "]]>", "{{ name }}")


def make_tortures(folder: Path) -> Iterator[tuple[str, Site]]:
    """All of them in turn, by name, to be built at once: they are written over one another, so that the templates need
    reading only once."""
    for name, write in _TORTURES.items():
        if (folder / "blog").exists():
            shutil.rmtree(folder / "blog" / "content")
        site = Site(folder / "blog", output=folder / name)
        site.config()
        write(site)
        yield name, site


def _everything(site: Site) -> None:
    site.config(
        title=quoted('Bed & "Board" <blog>'),
        tagline=quoted("A <tagline> & more"),
        author=quoted(AUTHOR),
        archives=ALL_ARCHIVES,
        archives_from=1,
        per_page=2,
        permalink="/{year}/{slug}/",
        comments="{form: 'https://in.example/?a=1&b=2'}",
        menu=[{"title": quoted("A & <B>"), "to": "pages/about.md"}, {"title": "Out", "to": "https://out.example/?a&b"}],
        redirects="{/old/: /about/, /older.html: 'https://out.example/?a=1&b=2', /alt: /feed.xml}",
    )
    site.write(
        "content/posts/2014-01-13-all.md",
        title=quoted(TITLE),
        film="her-2013",
        rating=4.5,
        author=f"[{quoted(AUTHOR)}, 千尋]",
        updated="{date: 2014-02-01, note: 'A <note> & \"more\"'}",
        watched="[2014-01-11, 2014-01-12]",
        venue=quoted("The <Paragon> & co"),
        categories=[quoted("Reviews & <more>"), "日本"],
        tags=[quoted('best "of" <2013>'), quoted("a/b"), "C++", "سينما"],
        series="Blind Spot",
        image="letter.png",
        image_alt=quoted('A "letter" & <b>'),
        image_caption=quoted("A <caption>"),
        image_credit=quoted("Jane & co"),
        likes=7,
        aliases="[/2013/her/, /her.html, '/?p=12', /日本/]",
        canonical="https://elsewhere.example/?a=1&b=2",
        body=BODY,
    )
    site.write("content/posts/2014-01-13-all/letter.png", picture(40, 30))
    site.write("content/posts/2014-01-13-all/comments.yaml", dump_comments(every_comment()))
    site.write("content/posts/2014-01-13-all/pingbacks.yaml", dump_pingbacks(every_pingback()))
    site.write(
        "content/posts/2014-02-13-shielded.md",
        film="Gone Girl (2014)",
        rating=0,
        spoilers=quoted("everything & <all>"),
        series="Blind Spot",
        summary=quoted('A <summary> with "quotes"'),
        body=BODY.replace("letter.png", "2014-01-13-all/letter.png"),
    )
    site.write(
        "content/posts/2014-03-13-list.md",
        title="Ten of <them>",
        films='[{film: her-2013, rating: 3.5}, {film: "<Ida> & co (2013)", rating: 0}, {film: 千と千尋 (2001)}]',
        ranked="countdown",
        language="fr",
        body="Tout de suite.\n\n## her\n\nOui.\n\n## \\<Ida> & co\n\nNon.\n\n## 千と千尋\n\nSi.",
    )
    site.write("content/posts/2014-05-04-chain.md", title="Chain", about="her-2013", series="Blind Spot", body="Go.")
    site.write("content/posts/2014-05-04-chain/comments.yaml", dump_comments(chain(30)))
    site.write("content/posts/2015-01-01-closed.md", title="Closed", comments="closed", language="ar", body="لا.")
    site.write("content/posts/2015-01-02-off.md", title="Off", comments="off", body="Quiet.")
    site.write("content/posts/2015-01-03-empty.md", title="Empty")
    site.write(
        "content/pages/about.md", title=quoted("About <us>"), comments="open", image="/wide.png", body=BODY_OF_PAGE
    )
    site.write("content/pages/notes/deep/er.md", title="Deeper", language="ja", body="深い。")
    site.write("static/wide.png", picture(1300, 10))
    site.write("content/films/her-2013.yaml", FILM)


BODY_OF_PAGE = """Row K.

<section><h2>Own <em>HTML</em></h2><p>is the author's right.</p></section>

[Down](#row)

## Row

It."""
FILM = """title: her
year: 2013
original_title: "her & <him>"
directors: [Spike Jonze, "A <B>"]
writers: [Spike Jonze]
cast: ["Joaquin Phoenix as Theodore <T>", Amy Adams]
crew: {Photography & <light>: [Hoyte van Hoytema]}
genres: [Romance, "Sci-Fi & <more>"]
countries: [USA, 日本]
languages: [en, ja]
runtime: 126
ids: {imdb: tt1798709, letterboxd: her, tmdb: 152601}
"""


def every_comment() -> list[Comment]:
    """Each kind of text under each kind of name, some answered, held, removed, shielded, edited."""
    comments = [
        Comment(
            f"c{number}",
            body,
            NAMES[number % len(NAMES)],
            "https://jane.example/?a=1&b='2'" if number % 3 == 0 else "",
            at(number) if number % 5 else None,
            f"c{number - 1}" if number % 4 == 2 else "c0" if number % 4 == 3 else "",
            Role.AUTHOR if number % 7 == 2 else Role.READER,
            ("", "wordpress", "<twitter> & co")[number % 3],
            Status.APPROVED,
            (None, "", 'the "end" & <more>')[number % 3] if number > 6 else None,
            at(90) if number == 3 else None,
        )
        for number, body in enumerate(BODIES)
    ]
    return [
        *comments,
        Comment("t1", "This was removed.", "Nameless", status=Status.TRASH),
        Comment("t2", "Its answer stays.", "Jane", parent="t1", date=at(95)),
        Comment("t3", "", "Deeper", parent="t2", status=Status.SPAM),
        Comment("t4", "Under another tombstone.", "Jane", parent="t3"),
        Comment("h1", "Held.", "Held", status=Status.HELD),
        Comment("x-_9", "An empty name and a strange id.", date=at(99)),
    ]


def every_pingback() -> list[Pingback]:
    """Each kind and type, with much, little and nothing known."""
    return [
        Pingback("https://a.example/?x=1&y=2", 'A "title" & <b>', "an <excerpt> & more", at(1)),
        Pingback("https://b.example/", "", "", None, Kind.TRACKBACK),
        Pingback("https://c.example/", "Numbered", "[…] framed […]", at(2), id="p1"),
        *(
            Pingback(
                f"https://d.example/{type}",
                f"A {type}",
                "said",
                at(3),
                Kind.WEBMENTION,
                type,
                Profile("سينما", "https://d.example/"),
            )
            for type in MentionType
        ),
        Pingback("https://e.example/", author=Profile('<i>"E"</i>', "", "https://e.example/photo.png")),
        Pingback("https://spam.example/", "Spam", "Spam", status=Status.SPAM),
    ]


def chain(length: int) -> list[Comment]:
    """A reply to a reply to a reply."""
    return [
        Comment(str(number), f"Reply {number}.", "Jane", date=at(number), parent=str(number - 1) if number > 1 else "")
        for number in range(1, length + 1)
    ]


def at(minute: int) -> Moment:
    """So long after midnight of 14 January 2014."""
    instant = 1389657600 + 60 * minute
    return Moment(datetime.fromtimestamp(instant, UTC).isoformat(), instant, True)


def quoted(text: str) -> str:
    """A text as YAML takes any text."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\u2028", "\\u2028") + '"'


def _one_post(site: Site) -> None:
    site.write("content/posts/2014-01-13-her.md", film="her (2013)", rating=4.5, body="A letter first.")


def _below(site: Site) -> None:
    make_sample(site.folder)
    site.config(
        url="https://x.example/blog/",
        menu=[{"title": "About", "to": "pages/about.md"}, {"title": "Films", "to": "/films/"}],
    )


def _written_in(site: Site, language: str, title: str, body: str) -> None:
    site.config(title=title, language=language, author=title, timezone="Asia/Tokyo")
    site.write(f"content/posts/2014-01-13-{language}.md", film=f"{title} (2001)", rating=5, tags=[title], body=body)
    site.write("content/posts/2014-01-14-en.md", title="In English", language="en", body=body)
    talk = [Comment("1", body, title, date=at(1))]
    site.write(f"content/posts/2014-01-13-{language}/comments.yaml", dump_comments(talk))


def _graded(site: Site, scale: str) -> None:
    grades = GRADES[scale]
    site.config(ratings=scale, archives="[films, ratings, dates]")
    for number, grade in enumerate(grades):
        post = f"content/posts/2014-01-{number + 1:02}-film.md"
        site.write(post, film=f"Film {number} (2014)", rating=grade, body="Seen.")
    films = ", ".join(f"{{film: Film {number} (2014), rating: {grade}}}" for number, grade in enumerate(grades))
    sections = "\n\n".join(f"## Film {number}\n\nYes." for number in range(len(grades)))
    site.write("content/posts/2014-02-01-list.md", title="All", films=f"[{films}]", ranked=True, body=sections)


def _deep(site: Site, depth: int) -> None:
    site.config(comments={"depth": depth, "form": "mailto:in@matinee.example?subject=a&b"})
    site.write("content/posts/2014-01-13-her.md", title="her", body="A letter first.")
    talk = [*chain(20), Comment("s1", "Beside.", parent="3"), Comment("s2", "After.")]
    site.write("content/posts/2014-01-13-her/comments.yaml", dump_comments(talk))


_TORTURES: dict[str, Callable[[Site], None]] = {
    "everything": _everything,
    "nothing": lambda _: None,
    "one post": _one_post,
    "below a path": _below,
    "japanese": partial(
        _written_in, language="ja", title="千と千尋の神隠し", body="湯屋の話。||千は名前を取り戻す。||"
    ),
    "arabic": partial(_written_in, language="ar", title="باب الحديد", body="قصة محطة القطار. ||النهاية||"),
    **{f"graded in {scale}": partial(_graded, scale=scale) for scale in GRADES},
    **{f"{depth} deep": partial(_deep, depth=depth) for depth in (1, 3)},
}
