"""What every test may ask for."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from compileall import compile_dir
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
from hypothesis import settings

from tests.browser import browsing
from tests.kept_templates import keeping_templates
from tests.site import CONFIG, ROOT, Site, make_sample

if TYPE_CHECKING:
    from playwright.sync_api import Browser

settings.register_profile("matinee", deadline=None)  # how long an example takes says more of the machine than of us
settings.load_profile("matinee")


def pytest_configure(config: pytest.Config) -> None:
    """The processes that tests start may write no bytecode: without any, each would compile the engine anew."""
    if not hasattr(config, "workerinput"):
        compile_dir(ROOT / "matinee", quiet=2)


@pytest.fixture(scope="session", autouse=True)
def kept_templates() -> Iterator[None]:
    with keeping_templates():
        yield


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A blog with a little of everything, not built yet."""
    return make_sample(tmp_path / "blog")


@pytest.fixture
def bare_site(tmp_path: Path) -> Site:
    """A blog that has a site.yaml and nothing else."""
    site = Site(tmp_path / "blog")
    site.write("content/site.yaml", CONFIG)
    return site


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as browser:
        yield browser


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return _without_skips((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _without_skips((yield))


Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


def _without_skips(report: Report) -> Report:
    """Where MATINEE_NO_SKIPS is set, as in CI, a test that cannot be run has failed."""
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("MATINEE_NO_SKIPS"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome, report.longrepr = "failed", f"no test may be skipped here. {reason}"
    return report
