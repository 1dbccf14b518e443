"""The server: what an editor asks by the language server protocol, answered by the rooms below. Only this module knows
of pygls."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import BinaryIO

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from .. import __version__
from ..content.decode.marks import SITE
from ..content.editor.guide import Guide
from ..content.prompter import Proposal, Proposals, Sort, Span, hint_at, propose, to_column, to_units
from .errands import Errands
from .room import Room, Told, path_in
from .sight import Looker, glance, open_looker

_SORTS = {
    Sort.KEY: lsp.CompletionItemKind.Property,
    Sort.WORD: lsp.CompletionItemKind.EnumMember,
    Sort.FILM: lsp.CompletionItemKind.Class,
    Sort.NAME: lsp.CompletionItemKind.Value,
    Sort.FILE: lsp.CompletionItemKind.File,
    Sort.ANCHOR: lsp.CompletionItemKind.Reference,
}
_PATIENCE = 0.3  # seconds for what is being done when the editor goes


class Server(LanguageServer):
    """A server for one site: the folder that it was started for, else the workspace's that holds content/site.yaml,
    else `home`, where that does."""

    def __init__(self, folder: Path | None, home: Path, guide: Guide) -> None:
        super().__init__("matinee", __version__, text_document_sync_kind=lsp.TextDocumentSyncKind.Full)
        self._folder = folder
        self._home = home
        self._guide = guide
        self._room: Room | None = None
        self._uris: dict[str, str] = {}
        self._shown: set[str] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._typing: Errands | None = None
        self._looking: Errands | None = None
        self._looker: Looker | None = None
        self._opened = ExitStack()
        self._over = threading.Event()
        _register(self)

    # What an editor tells

    def begin(self) -> None:
        """Look at the site for the first time, aside."""
        self._loop = asyncio.get_running_loop()
        folder = self._folder or _site_among([to_fs_path(folder.uri) for folder in self.workspace.folders.values()])
        folder = folder or _site_among([self.workspace.root_path, os.fspath(self._home)])
        if folder is None:
            return
        self._room = Room(folder)
        self._room.sight = glance(folder)
        self._typing = Errands("typing")
        self._looking = Errands("looking")
        self.saved()
        self._ask_to_be_told()

    def _ask_to_be_told(self) -> None:
        """Have the editor tell of what other programs change, if it can."""
        workspace = self.client_capabilities.workspace
        files = workspace.did_change_watched_files if workspace else None
        if files is not None and files.dynamic_registration:
            watchers = [lsp.FileSystemWatcher(f"**/{name}/**") for name in ("content", "static", "templates")]
            options = lsp.DidChangeWatchedFilesRegistrationOptions(watchers)
            wish = lsp.Registration("sources", lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
            self.client_register_capability(lsp.RegistrationParams([wish]))

    def changed(self, uri: str) -> None:
        """Take in a file as it stands in the editor."""
        if (path := self._path(uri)) and self._room and self._typing:
            self._uris[path] = uri
            self._room.texts[path] = self.workspace.get_text_document(uri).source
            self._typing.ask(path, partial(self._tell, path))

    def closed(self, uri: str) -> None:
        """A file is again what it is on the disk."""
        if (path := self._path(uri)) and self._room and self._typing:
            self._room.texts.pop(path, None)
            self._typing.ask(path, partial(self._tell, path))

    def saved(self) -> None:
        """Something on the disk is another one."""
        if self._looking:
            self._looking.ask("look", self._look)

    def end(self) -> None:
        """Do nothing more."""
        self._over.set()
        for errands in (self._typing, self._looking):
            if errands is not None:
                errands.end(_PATIENCE)
        self._opened.close()

    # What it asks

    def proposals(self, uri: str, at: lsp.Position) -> lsp.CompletionList | None:
        """What may be written at a position."""
        room, path = self._room, self._path(uri)
        document = room.document(path) if room else None
        if room is None or document is None or at.line >= len(document.lines):
            return None
        line = document.lines[at.line]
        found = propose(document, at.line, self._column(line, at.character), room.sight.known, self._guide)
        span = self._range(found.span, line)
        items = [_item(one, rank, span, found) for rank, one in enumerate(found.items)]
        return lsp.CompletionList(is_incomplete=found.is_part, items=items)

    def hint(self, uri: str, at: lsp.Position) -> lsp.Hover | None:
        """What is to be said of a position."""
        room, path = self._room, self._path(uri)
        document = room.document(path) if room else None
        if room is None or document is None or at.line >= len(document.lines):
            return None
        line = document.lines[at.line]
        found = hint_at(document, at.line, self._column(line, at.character), room.sight.known, self._guide)
        if found is None:
            return None
        told = lsp.MarkupContent(lsp.MarkupKind.Markdown, found.text)
        return lsp.Hover(told, self._range(found.span, line))

    # What it is told

    def _look(self) -> None:
        """Look at the site, and tell of every file that has problems or had."""
        room, typing = self._room, self._typing
        if room is None or typing is None:
            return
        if self._looker is None:
            self._looker = self._opened.enter_context(open_looker(room.folder.resolve()))
        room.sight = self._looker.look()
        told = {problem.place.path for problem in room.sight.problems}
        for path in sorted({*told, *self._shown, *room.texts}):
            typing.ask(path, partial(self._tell, path))

    def _tell(self, path: str) -> None:
        """Tell of all that is wrong with a file, nothing where nothing is and was."""
        room = self._room
        if room is None or self._loop is None or self._over.is_set():
            return
        told = room.problems(path)
        if not told and path not in self._shown and path not in room.texts:
            return
        (self._shown.add if told else self._shown.discard)(path)
        uri = self._uris.get(path) or from_fs_path(os.fspath(room.folder / path)) or ""
        note = lsp.PublishDiagnosticsParams(uri, [self._diagnostic(one) for one in told])
        self._loop.call_soon_threadsafe(self._send, note)

    def _send(self, note: lsp.PublishDiagnosticsParams) -> None:
        if not self._over.is_set():
            self.text_document_publish_diagnostics(note)

    def _diagnostic(self, told: Told) -> lsp.Diagnostic:
        problem = told.problem
        severity = lsp.DiagnosticSeverity.Error if problem.is_error else lsp.DiagnosticSeverity.Warning
        said = f"{problem.message}; {problem.hint}" if problem.hint else problem.message
        return lsp.Diagnostic(self._range(told.span, told.line), said, severity, problem.code, source="matinee")

    # Places

    def _path(self, uri: str) -> str:
        """The path of a file relative to the site; "" for what is not in it."""
        file = to_fs_path(uri) if uri.startswith("file:") else None
        return path_in(self._room.folder, file) if file and self._room else ""

    @property
    def _encoding(self) -> str:
        return str(getattr(self.workspace.position_encoding, "value", self.workspace.position_encoding) or "utf-16")

    def _column(self, line: str, units: int) -> int:
        return to_column(line, units, self._encoding)

    def _range(self, span: Span, line: str) -> lsp.Range:
        row, start, end = span
        ends = (to_units(line, column, self._encoding) for column in (start, end))
        return lsp.Range(*(lsp.Position(row, units) for units in ends))


def _site_among(folders: Sequence[str | None]) -> Path | None:
    """The first folder that is a site."""
    return next((Path(folder) for folder in folders if folder and (Path(folder) / SITE.path).is_file()), None)


def _item(one: Proposal, rank: int, span: lsp.Range, found: Proposals) -> lsp.CompletionItem:
    """A proposal as editors take it; they filter by what was typed, and sort by rank."""
    shown = one.text if one.text.startswith('"') else one.label
    return lsp.CompletionItem(
        one.label,
        kind=_SORTS[one.sort],
        detail=one.detail or None,
        documentation=lsp.MarkupContent(lsp.MarkupKind.Markdown, one.about) if one.about else None,
        sort_text=f"{rank:04}",
        filter_text=f"{shown} {one.detail}".strip(),
        text_edit=lsp.TextEdit(span, one.text),
    )


def _register(server: Server) -> None:
    """Say which questions are answered."""

    @server.feature(lsp.INITIALIZED)
    def initialized(_params: lsp.InitializedParams) -> None:
        server.begin()

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: lsp.DidOpenTextDocumentParams) -> None:
        server.changed(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: lsp.DidChangeTextDocumentParams) -> None:
        server.changed(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: lsp.DidCloseTextDocumentParams) -> None:
        server.closed(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def saved(_params: lsp.DidSaveTextDocumentParams) -> None:
        server.saved()

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def others_saved(_params: lsp.DidChangeWatchedFilesParams) -> None:
        server.saved()

    signs = lsp.CompletionOptions(trigger_characters=[":", " ", "(", "/", "#", "[", ",", "{"])

    @server.feature(lsp.TEXT_DOCUMENT_COMPLETION, signs)
    def proposals(params: lsp.CompletionParams) -> lsp.CompletionList | None:
        return server.proposals(params.text_document.uri, params.position)

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    def hint(params: lsp.HoverParams) -> lsp.Hover | None:
        return server.hint(params.text_document.uri, params.position)


def speak(folder: Path | None, home: Path, guide: Guide, heard: BinaryIO, said: BinaryIO) -> None:
    """Answer an editor until it goes."""
    server = Server(folder, home, guide)
    try:
        server.start_io(heard, said)
    finally:
        server.end()
