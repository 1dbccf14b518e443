"""Our way of compiling templates writes what Jinja's own way writes, to the letter."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Template, UndefinedError
from markupsafe import Markup

from matinee.render.templates import make_environment


class Name(msgspec.Struct, frozen=True):
    """What a template may be shown."""

    title: str
    url: str = ""
    extra: dict[str, object] = {}


LINKS = """{% macro linked(link, class="") -%}
<a{% if class %} class="{{ class }}"{% endif %} href="{{ link.url }}">{{ link.title }}</a>
{%- endmacro %}
{% macro boxed(link) %}[{{ caller() }} {{ link.title }}]{% endmacro %}
{% macro gathered() %}{{ varargs|join("+") }} {{ kwargs|length }}{% endmacro %}
"""

TEMPLATES = {
    "attributes": "{{ page.title }} {{ page.title.upper() }} {{ page.url }}",
    "items": "{{ page.extra.mood }} {{ page.extra.deep.er }} {{ page.extra.list.0 }}",
    "none": "{{ page.extra.missing is defined }}",
    "defined": "{{ page.title is defined }} {{ page.absent is defined }} {{ page.absent|default('none') }}",
    "loops": "{% for name in names %}{{ loop.index }}{{ name.title }}{% if not loop.last %}, {% endif %}{% endfor %}",
    "macros": "{% from 'links' import linked %}{% for name in names %}{{ linked(name) }}{{ linked(name, 'u-url') }}"
    "{{ linked(name, class='late') }}{{ linked(linked(name) and name) }}{% endfor %}",
    "callers": "{% from 'links' import boxed %}{% call boxed(page) %}{{ page.title }}{% endcall %}",
    "gathered": "{% from 'links' import gathered %}{{ gathered('<', 'b') }}{{ gathered(mood='x') }}",
    "off": "{% from 'links' import linked %}{% autoescape false %}{{ page.title }}{{ linked(page) }}"
    "{% endautoescape %}",
    "dictionary": "{% from 'links' import linked %}{{ linked({'title': 'T', 'url': 'U'}) }}",
    "keyword": "{{ page.extra['class'] }}{{ page.extra.class }}",
    "children": "{% extends 'base' %}{% block main %}{{ super() }}{{ page.title }}{% endblock %}",
    "namespace": "{% set n = namespace(x=1) %}{% for name in names %}{% set n.x = n.x + 1 %}{% endfor %}{{ n.x }}",
    "joiner": "{% set dot = joiner(' · ') %}{{ dot() }}{{ page.title }}{{ dot() }}{{ page.url }}",
}
HELPERS = {"links": LINKS, "base": "<{% block main %}{{ page.url }}{% endblock %}>"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("templates")
    for name, text in (TEMPLATES | HELPERS).items():
        (folder / name).write_text(text)
    return folder


def _both(folder: Path, name: str) -> tuple[Template, Template]:
    environment = make_environment((("templates", folder),), {})
    return environment.get_template(name), environment.patient.get_template(name)


texts = st.text(max_size=12) | st.sampled_from(["<b>", "&amp;", '"', "'"]) | st.builds(Markup, st.text(max_size=5))


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_page_is_what_jinja_would_write(folder: Path, name: str) -> None:
    quick, patient = _both(folder, name)
    own: dict[str, object] = {"mood": "<dark>", "deep": {"er": 4.5}, "list": ["a", "b"], "class": "noir"}

    @given(st.lists(st.builds(Name, title=texts, url=texts), max_size=3), texts)
    def law(names: list[Name], title: str) -> None:
        page = Name(title, "/u/", own)
        assert quick.render(page=page, names=names) == patient.render(page=page, names=names)

    law()


@pytest.mark.parametrize("text", ["{{ page.titel }}", "{{ page.titel.upper() }}", "{% if nothing.at_all %}{% endif %}"])
def test_what_is_undefined_is_told_in_jinjas_words(tmp_path: Path, text: str) -> None:
    (tmp_path / "odd").write_text(f"{{{{ page.title }}}}\n{text}")
    quick, patient = _both(tmp_path, "odd")
    with pytest.raises(UndefinedError) as ours:
        quick.render(page=Name("T"))
    with pytest.raises(UndefinedError) as jinjas:
        patient.render(page=Name("T"))
    assert ours.value.message == jinjas.value.message
