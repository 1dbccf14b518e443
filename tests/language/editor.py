"""An editor in a few lines: it starts the real server and talks to it by JSON-RPC."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from queue import Queue
from typing import Any

from tests.site import ROOT

PATIENCE = 60.0


class Editor:
    """An editor with a folder open. It hears everything the server says, in order."""

    def __init__(self, folder: Path, *words: str, encodings: Sequence[str] = ()) -> None:
        self.folder = folder
        command = [sys.executable, "-m", "matinee", "lsp", *words]
        env = {**os.environ, "PYTHONPATH": os.fspath(ROOT)}
        self.process = subprocess.Popen(command, cwd=folder, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._heard: Queue[dict[str, Any]] = Queue()
        self._number = 0
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        can: dict[str, Any] = {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}}
        if encodings:
            can["general"] = {"positionEncodings": list(encodings)}
        roots = [{"uri": folder.as_uri(), "name": "blog"}]
        told = {"processId": None, "rootUri": folder.as_uri(), "capabilities": can, "workspaceFolders": roots}
        self.capabilities = self.ask("initialize", told)["capabilities"]
        self.tell("initialized", {})

    def _listen(self) -> None:
        assert self.process.stdout is not None
        while header := self.process.stdout.readline():
            length = int(header.removeprefix(b"Content-Length: "))
            while self.process.stdout.readline().strip():
                pass
            self._heard.put(json.loads(self.process.stdout.read(length)))

    def _say(self, message: dict[str, Any]) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        self.process.stdin.flush()

    def tell(self, method: str, params: Any) -> None:
        self._say({"method": method, "params": params})

    def ask(self, method: str, params: Any) -> Any:
        """The answer to a question."""
        self._number += 1
        self._say({"id": self._number, "method": method, "params": params})
        return self.until(lambda heard: heard.get("id") == self._number)["result"]

    def until(self, is_it: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first thing heard from here on that is the one."""
        while True:
            heard = self._heard.get(timeout=PATIENCE)
            assert "error" not in heard, heard
            if is_it(heard):
                return heard

    def uri(self, path: str) -> str:
        return (self.folder / path).as_uri()

    def open(self, path: str, text: str) -> None:
        told = {"uri": self.uri(path), "languageId": "markdown", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": told})

    def change(self, path: str, text: str) -> None:
        told = {"textDocument": {"uri": self.uri(path), "version": 2}, "contentChanges": [{"text": text}]}
        self.tell("textDocument/didChange", told)

    def save(self, path: str, text: str) -> None:
        (self.folder / path).write_text(text, "utf-8")
        self.tell("textDocument/didSave", {"textDocument": {"uri": self.uri(path)}})

    def told(self, path: str, is_it: Callable[[list[str]], bool]) -> list[dict[str, Any]]:
        """The problems of a file, once their codes are as they should be."""

        def fits(heard: dict[str, Any]) -> bool:
            about = heard.get("params", {})
            if heard.get("method") != "textDocument/publishDiagnostics" or about["uri"] != self.uri(path):
                return False
            return is_it([one["code"] for one in about["diagnostics"]])

        found: list[dict[str, Any]] = self.until(fits)["params"]["diagnostics"]
        return found

    def proposed(self, path: str, line: int, character: int) -> list[dict[str, Any]]:
        found = self.ask("textDocument/completion", self._at(path, line, character))
        items: list[dict[str, Any]] = found["items"] if found else []
        return items

    def hover(self, path: str, line: int, character: int) -> str:
        found = self.ask("textDocument/hover", self._at(path, line, character))
        return str(found["contents"]["value"]) if found else ""

    def _at(self, path: str, line: int, character: int) -> dict[str, Any]:
        return {"textDocument": {"uri": self.uri(path)}, "position": {"line": line, "character": character}}

    def leave(self) -> int:
        """Shut the server down as editors do; its exit code."""
        self.ask("shutdown", None)
        self.tell("exit", None)
        return self.process.wait(5)

    def kill(self) -> None:
        """Have nothing left of it."""
        self.process.kill()
        with self.process:  # which closes its pipes
            self._listener.join()
