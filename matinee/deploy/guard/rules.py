"""The rules of the guard as values: what each looks for, and how to mend what it finds."""

from __future__ import annotations

import msgspec

from ...model import LeakRule

CODE = "leak"


class Rule(msgspec.Struct, frozen=True):
    """What a rule looks for, and what to do where it finds something."""

    finds: str
    mend: str


class Finding(msgspec.Struct, frozen=True, array_like=True, order=True, gc=False):
    """Something that a rule found in a file: where (0 for the whole file), and in which words to say so. `proof` is the
    private text that was found; whether it is public elsewhere remains to be seen."""

    rule: LeakRule
    told: str
    line: int = 0
    column: int = 0
    proof: str = ""


_REBUILD = "build again, without --drafts and --future"
_REMOVE = "take it out of where it comes from, and build again"
_REVOKE = "take it out, build again, and have whoever gave it to you make it invalid if it was ever published"
_RENAME = "move it out of the site's folders, or delete it, and build again"

RULES: dict[LeakRule, Rule] = {
    LeakRule.DRAFT: Rule("text, title or files of drafts", _REBUILD),
    LeakRule.FUTURE: Rule("text, title or files of posts that are dated in the future", _REBUILD),
    LeakRule.HELD: Rule("texts of comments and pingbacks that are held, spam or trash", _REMOVE),
    LeakRule.ADDRESS: Rule("e-mail and IP addresses that stand in comments.yaml or pingbacks.yaml", _REMOVE),
    LeakRule.SPOILER: Rule(
        "text of a spoiler shield where no shield hides it", "hide it there too, or leave it out there"
    ),
    LeakRule.LOCATION: Rule("pictures that tell where they were taken", "take the place out of the picture's file"),
    LeakRule.PATH: Rule("paths of your computer: the site's folder, home folders, file:// addresses", _REMOVE),
    LeakRule.DROPPING: Rule("what editors, systems and programs leave behind", _RENAME),
    LeakRule.ENVIRONMENT: Rule("files that hold settings, keys or data: .env, id_rsa, *.pem, *.sqlite", _RENAME),
    LeakRule.KEY: Rule("private keys", _REVOKE),
    LeakRule.TOKEN: Rule("tokens of known makes, and values of secret environment variables", _REVOKE),
    LeakRule.PREVIEW: Rule("what the preview adds to pages", "build again: the output is not what a build writes"),
    LeakRule.LOCAL: Rule("addresses that lead to your own computer or network", "give the address that others reach"),
    LeakRule.EMPTY: Rule("an output that is empty or half-built", "build again; with --clean if that does not help"),
    LeakRule.COUNT: Rule("fewer than half of the pages of the last deploy", "see whether posts are missing"),
}


def hint_of(rule: LeakRule, path: str) -> str:
    """How to mend a finding, or to allow it."""
    return f"{RULES[rule].mend}; if it is meant to be there, allow {{rule: {rule}, path: {path}}}"
