"""The rules of the guard as values: what each looks for, and how to mend what it finds."""

from __future__ import annotations

from fnmatch import fnmatchcase

import msgspec

from ...errors import Place

CODE = "leak"


class Rule(msgspec.Struct, frozen=True):
    """What a rule looks for, and what to do where it finds something."""

    id: str
    finds: str
    mend: str


class Finding(msgspec.Struct, frozen=True, array_like=True, order=True, gc=False):
    """Something that a rule found in a file: where (0 for the whole file), and in which words to say so. `proof` is the
    private text that was found; whether it is public elsewhere remains to be seen."""

    rule: str
    told: str
    line: int = 0
    column: int = 0
    proof: str = ""


class Allowance(msgspec.Struct, frozen=True):
    """What an author allows: a rule, on the outputs whose path (`about/index.html`) fits a pattern of fnmatch's."""

    rule: str
    path: str
    place: Place = Place("content/site.yaml")

    def allows(self, rule: str, path: str) -> bool:
        return rule == self.rule and fnmatchcase(path, self.path.lstrip("/"))


_REBUILD = "build again, without --drafts and --future"
_REMOVE = "take it out of where it comes from, and build again"
_REVOKE = "take it out, build again, and have whoever gave it to you make it invalid if it was ever published"
_RENAME = "move it out of the site's folders, or delete it, and build again"

RULES: dict[str, Rule] = {
    rule.id: rule
    for rule in (
        Rule("draft", "text, title or files of drafts", _REBUILD),
        Rule("future", "text, title or files of posts that are dated in the future", _REBUILD),
        Rule("held", "texts of comments and pingbacks that are held, spam or trash", _REMOVE),
        Rule("address", "e-mail and IP addresses that stand in comments.yaml or pingbacks.yaml", _REMOVE),
        Rule(
            "spoiler", "text of a spoiler shield where no shield hides it", "hide it there too, or leave it out there"
        ),
        Rule("location", "pictures that tell where they were taken", "take the place out of the picture's file"),
        Rule("path", "paths of your computer: the site's folder, home folders, file:// addresses", _REMOVE),
        Rule("dropping", "what editors, systems and programs leave behind", _RENAME),
        Rule("environment", "files that hold settings, keys or data: .env, id_rsa, *.pem, *.sqlite", _RENAME),
        Rule("key", "private keys", _REVOKE),
        Rule("token", "tokens of known makes, and values of secret environment variables", _REVOKE),
        Rule("preview", "what the preview adds to pages", "build again: the output is not what a build writes"),
        Rule("local", "addresses that lead to your own computer or network", "give the address that others reach"),
        Rule("empty", "an output that is empty or half-built", "build again; with --clean if that does not help"),
        Rule("count", "fewer than half of the pages of the last deploy", "see whether posts are missing"),
    )
}


def hint_of(rule: str, path: str) -> str:
    """How to mend a finding, or to allow it."""
    return f"{RULES[rule].mend}; if it is meant to be there, allow {{rule: {rule}, path: {path}}}"
