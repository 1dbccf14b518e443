"""Releases: folders beside a link, each a whole site. A deploy makes a new one and turns the link to it, at once.

PATH                      the link that the web server follows
PATH.releases/NAME/       a release; its name is the moment it was made
PATH.releases/NAME.record what of it is ours
PATH.releases/part/       one in the making
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

PART, LOCK, SUFFIX = "part", "lock", ".record"
_FORM = "%Y%m%d-%H%M%S-%f"
_NAME = re.compile(r"\d{8}-\d{6}-\d{6}")


def release_name(now: datetime, others: Iterable[str] = ()) -> str:
    """The name of a release: names sort as their moments, and this one after all others, whatever the clock says."""
    newest = max(others, default="")
    if newest:
        now = max(now, datetime.strptime(newest, _FORM).replace(tzinfo=UTC) + timedelta(microseconds=1))
    return now.astimezone(UTC).strftime(_FORM)


def is_release(name: str) -> bool:
    return _NAME.fullmatch(name) is not None


def releases_in(names: Iterable[str]) -> list[str]:
    """Those of the names that are releases' and have a record, the oldest first."""
    names = set(names)
    return sorted(name for name in names if is_release(name) and name + SUFFIX in names)


def outdated(releases: Iterable[str], last: str, current: str, keep: int) -> list[str]:
    """The releases that go once the current one has followed the last: those between the two, which somebody rolled
    back, and the oldest but for `keep`."""
    others = sorted(name for name in releases if name != current)
    rolled_back = [name for name in others if last < name < current] if last else []
    older = [name for name in others if name not in rolled_back]
    return rolled_back + older[: max(len(older) - (keep - 1), 0)]


def before(releases: Iterable[str], current: str) -> str:
    """The release before the current one; "" where there is none."""
    return max((name for name in releases if name < current), default="")
