"""The profile: every moment in one stage, every stage there, and the engine none the wiser."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.probe import ORDER, Stages
from tests.site import NOW_TEXT, ROOT, Site


def test_a_moment_counts_for_the_innermost_stage_alone() -> None:
    ticks = iter([0.0, 1.0, 3.0, 7.0, 15.0])
    stages = Stages(lambda: next(ticks))
    with stages.stage("reading"), stages.stage("reading: Markdown"):
        pass
    assert stages.spent == {"the rest": 1.0, "reading": 2.0 + 8.0, "reading: Markdown": 4.0}


def test_a_build_with_clocks_is_a_build_like_any_other(site: Site) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench.probe", "cpu", site.folder, "--jobs", "1", "--now", NOW_TEXT],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    spent = json.loads(done.stdout)
    assert sorted(spent) == sorted(ORDER)
    assert all(seconds > 0 for seconds in spent.values())
    assert site.tree() == site.clean_tree()


@pytest.mark.slow
def test_a_profile_has_a_line_for_where_the_time_goes(tmp_path: Path) -> None:
    words = ["--posts", "4", "--corpus", "own", "--works", "unchanged", "--work", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, ROOT / "bench" / "profile.py", *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    cold, unchanged = done.stdout.split("\n4 reviews, ")[1:]
    assert "| reading: Markdown of posts | " in cold
    assert "| reading: Markdown of posts | " not in unchanged
    assert "| all | " in unchanged
