"""Packing: a wheel holds the default theme and the guide, which explains keys to editors; an editable install does not:
it reads the checkout's own folders."""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ThemeHook(BuildHookInterface):  # type: ignore[type-arg]
    """Puts templates/, static/ and the guide into the package, in a wheel that is no editable install."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "standard":
            build_data["force_include"] = {
                "templates": "matinee/theme/templates",
                "static": "matinee/theme/static",
                "docs/guide": "matinee/guide",
            }
