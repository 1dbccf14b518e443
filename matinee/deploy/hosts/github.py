"""GitHub Pages: a workflow that builds the blog and hands it over."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from ...model import Config
from .recipe import PUBLISHED, PYTHON, Recipe

PATH = ".github/workflows/publish.yml"
_HEAD = """\
# Builds this blog and publishes it with GitHub Pages: when something is pushed, once a day for posts whose date has
# come, and when you say so under "Actions". In the repository's settings, under "Pages", choose "GitHub Actions".
"""
_PUBLISH = """\
      - name: Hand it over
        uses: actions/upload-pages-artifact@v3 # the later ones leave out .well-known
        with:
          path: %s

  deploy:
    needs: build
    runs-on: ubuntu-latest
    timeout-minutes: 15
    permissions:
      pages: write
      id-token: write
    environment:
      name: github-pages
      url: ${{ steps.deployment.outputs.page_url }}
    steps:
      - id: deployment
        uses: actions/deploy-pages@v4
"""
_BUILD = """\
name: Publish

on:
  push:
    branches: [main, master]
  schedule:
    - cron: "%(cron)s" # in UTC
  workflow_dispatch:

permissions:
  contents: read

concurrency:
  group: publish
  cancel-in-progress: false

jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 60
    steps:
      - uses: actions/checkout@v5
        with:
          persist-credentials: false
      - uses: actions/setup-python@v6
        with:
          python-version: "%(python)s"
      - name: Take what the last build made
        uses: actions/cache@v4
        with:
          path: |
            .matinee
            public
          key: matinee-${{ github.run_id }}-${{ github.run_attempt }}
          restore-keys: matinee-
      - name: Install Matinee
        run: %(install)s
      - name: Build the blog
        run: %(build)s
      - name: Look for what must not get out
        run: %(check)s
      - name: Leave out what Matinee keeps for itself
        run: %(apart)s
"""


def github_files(config: Config, recipe: Recipe) -> Mapping[str, str]:
    """The workflow."""
    return {PATH: _HEAD + workflow(recipe) + _PUBLISH % PUBLISHED}


def workflow(recipe: Recipe) -> str:
    """A workflow's beginning, up to the finished site."""
    return _BUILD % {"python": PYTHON, **msgspec.structs.asdict(recipe)}
