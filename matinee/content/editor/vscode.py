"""The files that tell VS Code how to help with a blog: schemas for YAML, tasks, snippets, an extension to install."""

from __future__ import annotations

from typing import Any

from ...model import Scale
from ...text.scales import best, dump_rating
from ..modeline import schema_path
from .schemas import FORMATS

# Files of VS Code's that others write to as well.
SHARED = frozenset({".vscode/extensions.json", ".vscode/settings.json", ".vscode/tasks.json"})
# A problem as the terminal shows it: path:line:column: severity: message [code]
PROBLEM = r"^(.+?):(\d+):(\d+): (error|warning): (.+) \[([a-z-]+)\]$"
_PLACES = {"file": 1, "line": 2, "column": 3, "severity": 4, "message": 5, "code": 6}
_READY = r"^\d\d:\d\d:\d\d .+ is ready: "
_AGAIN = r"^\d\d:\d\d:\d\d build\.py has changed"
_NEVER = "(?!)"
_TODAY = "$CURRENT_YEAR-$CURRENT_MONTH-${CURRENT_DATE}"
_CLOCK = "$CURRENT_HOUR:$CURRENT_MINUTE:$CURRENT_SECOND$CURRENT_TIMEZONE_OFFSET"
_NOW = f"{_TODAY}T{_CLOCK}"


def make_settings() -> dict[str, Any]:
    """Which schema is for which files."""
    return {"yaml.schemas": {f"./{schema_path(name)}": [*told.globs] for name, told in FORMATS.items() if told.globs}}


def make_extensions() -> dict[str, Any]:
    """The extension that reads the schemas."""
    return {"recommendations": ["redhat.vscode-yaml"]}


def make_tasks(command: str) -> dict[str, Any]:
    """Tasks that check and serve; `command` is how the blog's own Matinee is called."""
    checking = {"group": {"kind": "build", "isDefault": True}, "problemMatcher": _matcher(PROBLEM)}
    serving = {"isBackground": True, "problemMatcher": {**_matcher(_NEVER), "background": _BACKGROUND}}
    return {
        "version": "2.0.0",
        "tasks": [
            _task(f"{command} check", "Matinee: check", "Every mistake of the blog, in the list of problems", checking),
            _task(f"{command} serve", "Matinee: serve", "The blog as it will be, while you write", serving),
        ],
    }


# A preview tells what is new, on its pages and in its terminal; what is mended it does not tell line by line, so that
# an editor's list of problems would keep it. That list is the check's.
_BACKGROUND = {"activeOnStart": True, "beginsPattern": _AGAIN, "endsPattern": _READY}


def _task(command: str, label: str, detail: str, more: dict[str, Any]) -> dict[str, Any]:
    """A task that finds the Python of a virtual environment `.venv` in the blog's folder, where there is one."""
    windows = {"env": {"PATH": r"${workspaceFolder}\.venv\Scripts;${env:PATH}"}}
    return {
        "label": label,
        "detail": detail,
        "type": "shell",
        "command": command,
        "options": {"cwd": "${workspaceFolder}", "env": {"PATH": "${workspaceFolder}/.venv/bin:${env:PATH}"}},
        "windows": {"options": {"cwd": "${workspaceFolder}", **windows}},
        **more,
    }


def _matcher(pattern: str) -> dict[str, Any]:
    return {
        "owner": "matinee",
        "source": "matinee",
        "fileLocation": ["relative", "${workspaceFolder}"],
        "pattern": {"regexp": pattern, **_PLACES},
    }


def make_snippets(scale: Scale) -> dict[str, Any]:
    """What authors write often, by the words that call it up."""
    top = dump_rating(best(scale), scale)
    front = ["film: ${1:her (2013)}", f"rating: ${{2:{top}}}", f"date: ${{3:{_TODAY}}}", "categories: [${4:Reviews}]"]
    review = ["---", *front, "---", "", "${0:Begin here.}"]
    phrase = ["||${1:${TM_SELECTED_TEXT:the ending}}||$0"]
    passage = [":::spoiler ${1:the ending}", "${2:${TM_SELECTED_TEXT:What nobody should know yet.}}", ":::", "$0"]
    said = [f"  date: {_NOW}", "  body: |", "    ${0:Text}"]
    comment = ["- id: ${1:1}", "  author: ${2:Jane}", *said]
    answer = ["- id: ${1:2}", "  parent: ${2:1}", "  role: author", *said]
    return {
        "Review": _snippet("markdown", "review", "A whole review, from its first line", review),
        "Spoiler, a phrase": _snippet("markdown,yaml", "spoiler", "A few words, shut until they are opened", phrase),
        "Spoiler, a passage": _snippet("markdown", "spoilers", "Paragraphs, shut behind a label", passage),
        "Comment": _snippet("yaml", "comment", "A reader's comment, at the end of comments.yaml", comment),
        "Answer": _snippet("yaml", "answer", "Your answer to a comment, at the end of comments.yaml", answer),
    }


def _snippet(scope: str, prefix: str, description: str, body: list[str]) -> dict[str, Any]:
    return {"scope": scope, "prefix": prefix, "description": description, "body": body}
