"""Cloudflare Pages: built by a workflow of GitHub's, which can keep what a build made and run once a day, and sent."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from ...model import Config
from ...text.slugs import slugify
from .github import PATH, workflow
from .recipe import PUBLISHED, Recipe

_HEAD = """\
# Builds this blog and sends it to Cloudflare Pages: when something is pushed, once a day for posts whose date has come,
# and when you say so under "Actions". The repository's secrets hold CLOUDFLARE_ACCOUNT_ID, and CLOUDFLARE_API_TOKEN: a
# token that may do one thing, edit Cloudflare Pages.
"""
_SEND = """\
      - name: Send it to Cloudflare
        uses: cloudflare/wrangler-action@v3
        with:
          apiToken: ${{ secrets.CLOUDFLARE_API_TOKEN }}
          accountId: ${{ secrets.CLOUDFLARE_ACCOUNT_ID }}
          command: pages deploy --branch=main
"""
_WRANGLER = """\
# The project at Cloudflare Pages, and the folder that is sent to it.
name = "%s"
pages_build_output_dir = "%s"
compatibility_date = "2026-01-01"
"""


def cloudflare_files(config: Config, recipe: Recipe) -> Mapping[str, str]:
    """The project, and the workflow that builds and sends it."""
    return {"wrangler.toml": _WRANGLER % (project(config.title), PUBLISHED), PATH: _HEAD + workflow(recipe) + _SEND}


def project(title: str) -> str:
    """A name that a project may have: small letters, digits, hyphens, at most 58 of them."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return slugify(plain)[:58].strip("-") if any(map(str.isalnum, plain)) else "blog"
