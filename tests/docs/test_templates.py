"""What is told of templates is what there is: every file, view and field; and replacing one goes as it says."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import msgspec
import pytest
from markupsafe import Markup

from matinee.pages.kinds import KINDS
from matinee.pages.views import values
from tests.site import Site

HOME = Path(__file__).parents[2]
TEXT = (HOME / "docs" / "templates.md").read_text("utf-8")
TABLES = dict(re.findall(r"^<!-- (.+) -->\n\|.*\n\|.*\n((?:\|.*\n)+)", TEXT, re.MULTILINE))
VIEWS = {
    name: view
    for name, view in vars(values).items()
    if inspect.isclass(view) and issubclass(view, values.View) and view is not values.View
}


def cells(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in TABLES[table].splitlines()]


def named(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def fields(view: type[msgspec.Struct]) -> list[str]:
    """What a template may ask a view for."""
    properties = [name for name, value in vars(view).items() if isinstance(value, property)]
    return [*view.__struct_fields__, *properties]


def test_every_view_is_told_of_and_no_other() -> None:
    told = {name.removeprefix("fields: ") for name in TABLES if name.startswith("fields: ")}
    assert told == set(VIEWS)


@pytest.mark.parametrize("name", VIEWS)
def test_every_field_is_told_of_with_its_type_and_meaning(name: str) -> None:
    rows = cells(f"fields: {name}")
    assert sorted(field for row in rows for field in named(row[0])) == sorted(fields(VIEWS[name]))
    assert [row for row in rows if len(row) != 3 or not all(row)] == []


@pytest.mark.parametrize("name", VIEWS)
def test_whatever_may_be_none_is_called_so(name: str) -> None:
    types = {field.name: str(field.type) for field in msgspec.structs.fields(VIEWS[name])}
    for cell, told, _ in cells(f"fields: {name}"):
        may_be_none = any(types[field].endswith("None") for field in named(cell) if field in types)
        assert ("or none" in told) == may_be_none, (name, cell)


@pytest.mark.parametrize("name", VIEWS)
def test_finished_html_is_called_markup_and_nothing_else_is(name: str) -> None:
    types = {field.name: field.type for field in msgspec.structs.fields(VIEWS[name])}
    for cell, told, _ in cells(f"fields: {name}"):
        assert (told == "Markup") == any(types.get(field) is Markup for field in named(cell)), (name, cell)


def test_every_template_is_told_of_and_no_other() -> None:
    told = [named(row[0])[0] for table in ("templates: pages", "templates: parts") for row in cells(table)]
    assert sorted(told) == sorted(path.name for path in (HOME / "templates").iterdir() if path.is_file())


def test_every_template_gets_the_view_that_is_told() -> None:
    gets = {kind.template: inspect.signature(kind.make).return_annotation for kind in KINDS.values() if kind.template}
    gets["own.html"] = inspect.signature(KINDS["own"].make).return_annotation
    assert {named(row[0])[0]: row[2].strip("[").split("]")[0] for row in cells("templates: pages")} == gets


# Replacing a template


def example(kind: str) -> str:
    [text] = re.findall(rf"^```{re.escape(kind)}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    return str(text)


def test_a_line_of_ones_own_stands_in_every_pages_head(site: Site) -> None:
    site.append("content/site.yaml", example("yaml site"))
    site.write("templates/head.html", example("jinja templates/head.html"))
    site.good()
    for address in ("/", "/2014/01/13/her/", "/about/", "/films/", "/404.html"):
        assert '<link rel="me" href="https://social.example/@row_k">' in site.page(address)


def test_a_template_of_ones_own_takes_the_place_of_one_and_leaves_the_others(site: Site) -> None:
    site.good()
    before = site.tree()
    site.write("templates/page.html", "<h1>{{ page.title }}</h1>\n{{ page.body }}")
    assert site.good().written == ("about/index.html",)
    assert site.page("/about/").startswith("<h1>About</h1>\n<p>Row K")
    assert {path for path, data in site.tree().items() if before[path] != data} == {"about/index.html"}


def test_a_template_that_lists_include_makes_lists_again_and_no_review(site: Site) -> None:
    site.good()
    site.write("templates/pager.html", "<nav>More</nav>\n")
    written = site.good().written
    assert "index.html" in written
    assert "category/reviews/index.html" in written
    assert not {"2014/01/13/her/index.html", "about/index.html", "films/index.html", "style.css"} & set(written)


def test_a_name_that_is_not_there_is_an_error_with_the_templates_line(site: Site) -> None:
    site.good()
    site.write("templates/head.html", "\n{{ site.extra.handle }}\n")
    report = site.build()
    assert report.failed
    assert [f"{problem.place.path}:{problem.place.line}" for problem in report.problems] == ["templates/head.html:2"]


def test_one_may_see_why_a_page_is_made_again(site: Site) -> None:
    site.good()
    site.write("templates/page.html", "{{ page.body }}")
    assert site.good(explain="/about/").explanation == (
        "about/index.html: made again, because of a change in templates/page.html"
    )
