"""A blog for hosts."""

from __future__ import annotations

import pytest

from tests.output.hosts.told import ALIASES, COMMENT
from tests.site import Site


@pytest.fixture
def blog(bare_site: Site) -> Site:
    """A blog with every kind of old address."""
    site = bare_site
    aliases = [old for old, new in ALIASES.items() if new.startswith("/2014/")]
    site.write("content/posts/2014-01-13-her.md", title="her", aliases=["/?p=812", *aliases], body="A letter.")
    site.write("content/posts/2014-01-13-her/comments.yaml", COMMENT)
    site.write("content/pages/uber.md", title="Über mich", url="/über-mich/", aliases=["/?page_id=7"], body="Row K.")
    site.write("content/pages/uber/comments.yaml", COMMENT)
    return site
