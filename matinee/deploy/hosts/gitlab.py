"""GitLab Pages: a job of the name that GitLab publishes."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from ...model import Config
from .recipe import PYTHON, Recipe

PATH = ".gitlab-ci.yml"
_JOB = """\
# Builds this blog and publishes it with GitLab Pages: when something is pushed to the default branch, and when you say
# so under "Build > Pipelines". For posts whose date has come, make a schedule under "Build > Pipeline schedules", with
# this as its interval pattern, in UTC: %(cron)s
image: python:%(python)s-slim

pages:
  stage: deploy
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  resource_group: pages
  timeout: 1 hour
  variables:
    PIP_CACHE_DIR: $CI_PROJECT_DIR/.pip
  cache:
    key: matinee
    paths:
      - .matinee
      - .pip
      - public
  script:
    - %(install)s
    - %(build)s
    - %(check)s
  artifacts:
    paths:
      - public
    exclude:
      - public/.matinee/**/*
"""


def gitlab_files(config: Config, recipe: Recipe) -> Mapping[str, str]:
    """The pipeline."""
    return {PATH: _JOB % {"python": PYTHON, **msgspec.structs.asdict(recipe)}}
