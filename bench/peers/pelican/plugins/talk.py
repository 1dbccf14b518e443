"""What Pelican has not: threads and pingbacks from YAML, neighbours, pages for directors and genres."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import yaml
from markdown import Markdown
from pelican import signals
from pelican.generators import ArticlesGenerator
from pelican.utils import slugify
from pelican.writers import Writer

_markdown = Markdown(extensions=["markdown.extensions.smarty"])


def add_talk(generator: ArticlesGenerator) -> None:
    """Give every article, newest first, what its page shows besides its text."""
    content, articles = Path(generator.settings["PATH"]), generator.articles
    archives: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for article, newer, older in zip(articles, [None, *articles], [*articles[1:], None], strict=False):
        article.newer, article.older = newer, older
        article.answers = thread(load(content / "comments" / f"{article.slug}.yaml"))
        article.pingbacks = load(content / "pingbacks" / f"{article.slug}.yaml")
        for kind in ("directors", "genres"):
            links = [(name, f"{kind}/{slugify(name)}/") for name in getattr(article, kind).split("; ")]
            setattr(article, f"{kind}_links", links)
            for link in links:
                archives[link].append(article)
    generator.context["archives"] = archives


def load(path: Path) -> list[dict[str, Any]]:
    return list(yaml.load(path.read_bytes(), yaml.CSafeLoader) or [])


def thread(comments: list[dict[str, Any]]) -> dict[object, list[dict[str, Any]]]:
    """The comments under what they answer, each with its number and its HTML."""
    answers: dict[object, list[dict[str, Any]]] = defaultdict(list)
    for number, comment in enumerate(comments, 1):
        html = _markdown.reset().convert(comment["body"])
        answers[comment.get("parent")].append({**comment, "number": number, "html": html})
    return dict(answers)


def write_archives(generator: ArticlesGenerator, writer: Writer) -> None:
    template = generator.get_template("tag")
    for (name, url), articles in generator.context["archives"].items():
        writer.write_file(f"{url}index.html", template, generator.context, tag=name, articles=articles, url=url)


def register() -> None:
    signals.article_generator_finalized.connect(add_talk)
    signals.article_writer_finalized.connect(write_archives)
