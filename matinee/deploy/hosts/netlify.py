"""Netlify: how to build, and a function that has it build once a day."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from ...model import Config
from .recipe import PUBLISHED, PYTHON, Recipe

_TOML = """\
# How Netlify builds this blog, whenever something is pushed, and when you say so under "Deploys".

[build]
command = '%(install)s && %(build)s && %(check)s && %(apart)s'
publish = "%(published)s"

[build.environment]
PYTHON_VERSION = "%(python)s"

# What one build made is kept for the next. Netlify may forget it at any time; then everything is made again.
[[plugins]]
package = "netlify-plugin-cache"

[plugins.inputs]
paths = [".matinee", "public"]
"""
_DAILY = """\
// Has the blog built once a day, for posts whose date has come. BUILD_HOOK is the address of a build hook, from
// "Build hooks" in the project's settings; it is a secret, and belongs into "Environment variables".
export default async () => {
  const answer = await fetch(process.env.BUILD_HOOK, { method: "POST" });
  if (!answer.ok) throw new Error(`the build hook answers ${answer.status}`);
};

export const config = { schedule: "%s" }; // in UTC
"""


def netlify_files(config: Config, recipe: Recipe) -> Mapping[str, str]:
    """The configuration and the function."""
    toml = _TOML % {"python": PYTHON, "published": PUBLISHED, **msgspec.structs.asdict(recipe)}
    return {"netlify.toml": toml, "netlify/functions/daily.mjs": _DAILY % recipe.cron}
