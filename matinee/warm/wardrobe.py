"""The templates that an edition is dressed in, and whether they have changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..render.press import shared_environment
from ..render.templates import Folders, TemplateSet, digest_templates, find_templates, study_templates
from ..render.workshop import Workshop

if TYPE_CHECKING:
    from ..render.compiling import QuickEnvironment


class Wardrobe:
    """The templates of some `folders`, the first of which to hold a name wins."""

    def __init__(self, folders: Folders, workshop: Workshop) -> None:
        self.folders = folders
        self._site = workshop.order.site
        self._cache = workshop.cache
        self._references = workshop.cache.references()
        self._studied = b""

    def study(self) -> tuple[TemplateSet, QuickEnvironment]:
        """The templates as they are now, compiled as they are needed. OSError where one cannot be read."""
        files = find_templates(self.folders)
        self._studied = digest_templates(files)
        environment = shared_environment(self._site, self.folders, self._studied)
        if not environment.shelf.compiled:
            environment.shelf.compiled = self._cache.compiled()
        templates = study_templates(files, self._references, lambda: environment)
        self._references = {**self._references, **templates.references}
        return templates, environment

    def has_changed(self) -> bool:
        """Whether the templates are not what they were when last studied."""
        return digest_templates(find_templates(self.folders)) != self._studied

    def locate(self, name: str) -> Path:
        """Where a template lies, or would."""
        places = [folder / name for _, folder in self.folders]
        return next((place for place in places if place.is_file()), places[0])
