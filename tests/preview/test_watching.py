"""However a file changes, the preview ends up with what a clean build makes, soon after it is quiet. (faults.md E12 to
E14, E16.)"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.preview.served import Served, serving
from tests.preview.test_serve import built, served_tree
from tests.site import Site

pytestmark = pytest.mark.slow

HER = "content/posts/2014-01-13-her.md"
TALK = "content/posts/2014-01-13-her/comments.yaml"
PAGE = "/2014/01/13/her/"
SOON = 5.0  # seconds of quiet, after which all must be right


@pytest.fixture(params=[(), pytest.param(("--poll",), marks=pytest.mark.slow)], ids=["told", "polling"])
def served(site: Site, request: pytest.FixtureRequest) -> Iterator[Served]:
    with serving(site, *request.param) as served:
        yield served


def settled(served: Served) -> None:
    """All outputs are those of a clean build, within SOON."""
    whole = built(served.site)
    end = time.monotonic() + SOON
    while (tree := served_tree(served, list(whole))) != whole and time.monotonic() < end:
        threading.Event().wait(0.05)
    assert [path for path in whole if tree[path] != whole[path]] == []


def saved_in_place(site: Site, text: str) -> None:
    site.write(HER, text)


def saved_by_renaming(site: Site, text: str) -> None:
    site.write("content/posts/.2014-01-13-her.md.swp", "x")
    site.write("content/posts/2014-01-13-her.md.tmp", text)
    os.replace(site.folder / "content/posts/2014-01-13-her.md.tmp", site.folder / HER)
    site.remove("content/posts/.2014-01-13-her.md.swp")


def saved_with_a_backup(site: Site, text: str) -> None:
    """As vim does: the old file becomes `her.md~`, a new one is written, the old one goes."""
    site.write("content/posts/4913", "")
    site.remove("content/posts/4913")
    site.move(HER, HER + "~")
    site.write(HER, text)
    site.remove(HER + "~")


def removed_and_written(site: Site, text: str) -> None:
    site.remove(HER)
    site.write(HER, text)


@pytest.mark.parametrize("save", [saved_in_place, saved_by_renaming, saved_with_a_backup, removed_and_written])
def test_every_way_of_saving_is_seen(served: Served, save: Callable[[Site, str], None]) -> None:
    for number in range(3):
        save(served.site, served.site.read(HER) + f"\n\nMarker{number}.\n")
        answer = served.until(PAGE, lambda answer, told=f"Marker{number}": told in answer.text)
        assert not answer.errors
    settled(served)


def test_folders_that_come_go_and_move_are_seen(served: Served) -> None:
    site = served.site
    shutil.copytree(site.folder / "content/posts/gravity", site.folder.parent / "weightless")
    site.move("content/posts/gravity", "content/posts/2013/falling")
    assert "falling/index.md?" in served.until(PAGE, lambda answer: answer.errors).errors
    site.edit(HER, "gravity/index.md", "2013/falling/index.md")
    served.until("/2013/11/02/falling/", lambda answer: answer.status == 200)
    served.until("/2013/11/02/gravity/", lambda answer: answer.status == 404)
    os.rename(site.folder.parent / "weightless", site.folder / "content/posts/weightless")
    served.until("/2013/11/02/weightless/", lambda answer: answer.status == 200)
    site.move("content/posts/2013", "../elsewhere")
    site.edit(HER, "2013/falling/index.md", "weightless/index.md")
    served.until("/2013/11/02/falling/", lambda answer: answer.status == 404 and not answer.errors)
    site.append("content/posts/weightless/index.md", "\n\nMarkerOne.\n")
    served.until("/2013/11/02/weightless/", lambda answer: "MarkerOne" in answer.text)
    settled(served)


def test_a_change_of_the_sites_own_python_is_seen(served: Served) -> None:
    served.site.write("build.py", "from matinee import Extension\nblog = Extension(filters={'loud': str.upper})\n")
    served.until_said("beginning again")
    served.site.write("templates/head.html", '<meta name="loud" content="{{ site.title | loud }}">\n')
    served.until(PAGE, lambda answer: 'content="CHANGEOVER"' in answer.text)


def test_templates_and_files_that_come_and_go_are_seen(served: Served) -> None:
    served.site.write("templates/head.html", "<!-- MarkerOne -->\n")
    served.until(PAGE, lambda answer: "MarkerOne" in answer.text)
    served.site.remove("templates")
    served.until(PAGE, lambda answer: "MarkerOne" not in answer.text)
    served.site.write("static/new/one.txt", "1")
    served.until("/new/one.txt", lambda answer: answer.body == b"1")
    served.site.write("static/new/one.txt", "2")
    served.until("/new/one.txt", lambda answer: answer.body == b"2")
    served.site.remove("static")
    served.until("/new/one.txt", lambda answer: answer.status == 404)
    settled(served)


def test_content_that_is_removed_and_put_back_is_seen(served: Served) -> None:
    kept = served.site.folder.parent / "kept"
    shutil.copytree(served.site.folder / "content", kept)
    served.site.remove("content")
    assert served.until(PAGE, lambda answer: "site.yaml" in answer.errors).status == 200
    os.rename(kept, served.site.folder / "content")
    served.until(PAGE, lambda answer: not answer.errors)
    served.site.append(HER, "\n\nMarkerOne.\n")
    served.until(PAGE, lambda answer: "MarkerOne" in answer.text)
    settled(served)


def test_a_thousand_saves_in_a_second_end_in_the_last(served: Served) -> None:
    text = served.site.read(HER)
    for number in range(1000):
        served.site.write(HER, f"{text}\n\nMarker {number}.\n" if number % 7 else "---\nrating: [\n")
    served.site.write(HER, f"{text}\n\nMarkerLast.\n")
    served.until(PAGE, lambda answer: "MarkerLast" in answer.text and not answer.errors, SOON)
    settled(served)
    assert sum("new," in line for line in served.said) < 400


def test_a_checkout_of_two_thousand_files_ends_in_a_clean_build(served: Served) -> None:
    site = served.site
    for number in range(700):
        post = f"content/posts/checked/{number:03}"
        site.write(f"{post}/index.md", title=f"Checked {number}", date="2012-05-05", body=f"Body {number}.")
        site.write(f"{post}/comments.yaml", f"- id: 1\n  date: 2012-05-06\n  body: Voice {number}\n")
        site.write(f"{post}/note.txt", str(number))
    served.until("/2012/05/05/699/", lambda answer: answer.status == 200)
    site.remove("content/posts/checked")
    served.until("/2012/05/05/000/", lambda answer: answer.status == 404, SOON)
    settled(served)


def test_it_never_wakes_itself(served: Served) -> None:
    served.site.append(HER, "\n\nMarkerOne.\n")
    served.until(PAGE, lambda answer: "MarkerOne" in answer.text)
    served.until_said("her.md: ")
    threading.Event().wait(1.5)  # nothing to wait for: nothing must happen
    said = len(served.said)
    assert served.site.run("build", "--now", "2026-03-01T12:00:00Z").code == 0
    threading.Event().wait(1.5)
    assert served.said[said:] == []


def test_where_the_system_watches_no_more_files_all_are_looked_at(site: Site) -> None:
    """An inotify limit, as the C library tells of it: ENOSPC."""
    code = (
        "import errno, os\n"
        "from watchdog.observers.api import BaseObserver\n"
        "def full(self, *_, **__): raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))\n"
        "BaseObserver.schedule = full\n"
    )
    site.write("limits/sitecustomize.py", code)
    path = f"{site.folder / 'limits'}{os.pathsep}{site.environment()['PYTHONPATH']}"
    with serving(site, env={"PYTHONPATH": path}) as served:
        served.until_said("the system cannot watch so many files .*: all files are looked at now and then")
        site.append(HER, "\n\nMarkerOne.\n")
        served.until(PAGE, lambda answer: "MarkerOne" in answer.text)


def test_a_lost_event_is_made_up_for(site: Site) -> None:
    code = (
        "from watchdog.events import FileSystemEventHandler\n"
        "from watchdog.observers import inotify\n"
        "inotify.InotifyEmitter.queue_event = lambda self, event: None\n"
    )
    site.write("deaf/sitecustomize.py", code)
    path = f"{site.folder / 'deaf'}{os.pathsep}{site.environment()['PYTHONPATH']}"
    with serving(site, env={"PYTHONPATH": path}) as served:
        site.append(HER, "\n\nMarkerOne.\n")
        served.until(PAGE, lambda answer: "MarkerOne" in answer.text)
        assert not any("cannot watch" in line for line in served.said)


def test_a_clock_that_jumps_does_not_matter(site: Site) -> None:
    """K01: pauses are measured by the clock that cannot be set."""
    code = "import time\nreal = time.time\nstart = real()\ntime.time = lambda: 2 * start - real() - 86400 * 365\n"
    site.write("clock/sitecustomize.py", code)
    path = f"{site.folder / 'clock'}{os.pathsep}{site.environment()['PYTHONPATH']}"
    with serving(site, env={"PYTHONPATH": path}) as served:
        site.append(HER, "\n\nMarkerOne.\n")
        served.until(PAGE, lambda answer: "MarkerOne" in answer.text)


def _seconds(process: int) -> float:
    """Processor time that a process has taken."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident(process: int) -> int:
    """KiB of memory."""
    [line] = [line for line in Path(f"/proc/{process}/status").read_text().splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1])


@pytest.mark.slow
def test_two_hundred_idle_browsers_cost_nothing(site: Site) -> None:
    with serving(site) as served:
        mark = served.ask(PAGE).mark
        browsers = []
        for _ in range(200):
            one = socket.create_connection(("127.0.0.1", served.port))
            head = f"GET /.matinee/events?path={PAGE}&mark={mark} HTTP/1.1\r\nHost: localhost\r\n"
            one.sendall(f"{head}Sec-Fetch-Site: same-origin\r\n\r\n".encode())
            assert b"200 OK" in one.recv(4096)
            browsers.append(one)
        threading.Event().wait(1)
        before, memory = _seconds(served.process.pid), _resident(served.process.pid)
        threading.Event().wait(4)
        assert _seconds(served.process.pid) - before < 0.2
        for one in browsers[:100]:
            one.close()
        for _ in range(30):  # a reload storm
            served.ask(PAGE)
        assert _resident(served.process.pid) < memory + 20_000
        assert served.end() < 2
        for one in browsers:
            one.close()


@pytest.mark.slow
def test_memory_stays_flat_over_a_thousand_edits(site: Site) -> None:
    text = site.read(HER)
    with serving(site) as served:
        sizes = []
        for number in range(1000):
            site.write(HER, f"{text}\n\nMarker {number}.\n")
            served.until(PAGE, lambda answer, told=f"Marker {number}.": told in answer.text)
            if number % 100 == 99:
                sizes.append(_resident(served.process.pid))
        assert sizes[-1] - sizes[2] < 8_000, sizes


def test_processes_that_read_much_are_let_go(site: Site) -> None:
    with serving(site) as served:
        for number in range(80):
            site.write(f"content/posts/n{number:02}.md", title=f"N {number}", date="2012-05-05", body="x")
        served.until("/2012/05/05/n79/", lambda answer: answer.status == 200)
        listed = subprocess.run(["ps", "--ppid", str(served.process.pid)], capture_output=True, text=True, check=False)
        assert "spawn_main" not in listed.stdout
