"""The benchmark of the preview, run for real on a small blog."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.site import ROOT


@pytest.mark.slow
def test_the_preview_is_measured(tmp_path: Path) -> None:
    words = [sys.executable, "bench/watch.py", "--posts", "12", "--edits", "2", "--corpus", "own"]
    env = {**os.environ, "HUGO": "no-such-program"}
    done = subprocess.run(
        [*words, "--work", str(tmp_path)], cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    row = done.stdout.splitlines()[-1]
    assert re.fullmatch(r"\| 12 \| matinee \| \d+\.\d\d \| \d+\.\d\d \| 0\.\d{3} \| \d+ \|", row)
    assert list(tmp_path.iterdir()) == []
