"""The measure of deploys: each row that it promises, with figures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bench.departures import main


@pytest.mark.slow
def test_a_deploy_is_measured_beside_a_plain_copy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--posts", "4", "--runs", "1", "--corpus", "own", "--no-ssh", "--work", str(tmp_path)]
    assert main(words) == 0
    said = capsys.readouterr().out
    rows = re.findall(r"^\| folder: ([a-z ]+) \| \d+\.\d\d \|", said, re.MULTILINE)
    assert rows == ["everything", "nothing changed", "a comment added"]
    assert list(tmp_path.iterdir()) == []
