"""A deploy over SSH whose wire breaks anywhere, or that must not begin. (Faults I01, I10.)"""

from __future__ import annotations

from pathlib import Path

import pytest

from matinee.deploy.ssh import SshSession, SshTarget
from matinee.errors import OutsideError
from tests.deploy.conftest import Blog, make_host
from tests.deploy.cutting import HER, change, cut_wire, send
from tests.deploy.hosts import Sshd
from tests.site import Site


@pytest.mark.slow
@pytest.mark.parametrize("after", [0, 3000, 5000, 6000, 7000, 9000, 12_000, 20_000, 40_000, 80_000, 120_000])
def test_over_ssh_the_site_is_whole_wherever_the_wire_breaks(
    site: Site, tmp_path: Path, request: pytest.FixtureRequest, sshd: Sshd, after: int
) -> None:
    blog = Blog(site, make_host("ssh", tmp_path / "host", request))
    blog.well()
    old, new = change(site)
    with cut_wire(sshd.port, 0, after) as port:
        known = tmp_path / "known"
        known.write_text(sshd.known.read_text().replace(f":{sshd.port} ", f":{port} "))
        config = tmp_path / "config"
        config.write_text(sshd.config.read_text().replace(str(sshd.known), str(known)))
        site.write("content/site.yaml", site.read("content/site.yaml").replace(f"port: {sshd.port}", f"port: {port}"))
        done = site.run("deploy", env={"MATINEE_SSH": f"ssh -F {config}"}, timeout=90)
    assert blog.host.tree() in (old, new)
    site.write("content/site.yaml", site.read("content/site.yaml").replace(f"port: {port}", f"port: {sshd.port}"))
    if done.code:
        assert "Traceback" not in done.err
    blog.well()
    assert blog.host.tree() == new


@pytest.mark.slow
def test_a_release_that_was_cut_holds_nothing_of_a_plan_that_has_changed_since(
    site: Site, tmp_path: Path, request: pytest.FixtureRequest, sshd: Sshd
) -> None:
    def fail(*_: object) -> None:
        raise OutsideError("the wire broke")

    host = make_host("ssh", tmp_path / "host", request)
    blog = Blog(site, host)
    site.write("static/changing.txt", "first")
    blog.well()
    site.write("static/changing.txt", "second")
    site.write("static/passing.txt", "not for long")
    site.write("static/lasting.txt", "sent once")
    site.good()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MATINEE_SSH", sshd.env["MATINEE_SSH"])
        patch.setattr(SshSession, "_finish", fail)  # the files are there, the link is not turned
        with pytest.raises(OutsideError, match="the wire broke"):
            send(SshTarget(host.told["host"], host.told["path"], 5, sshd.port), site)
    part = Path(f"{host.told['path']}.releases/part")
    arrived = (part / "lasting.txt").stat().st_ino
    (part / ".changing.txt.Xy12Ab").write_text("half")  # as rsync leaves it where the power went
    blog.host.put("proof.txt", b"of others, meanwhile")
    site.write("static/changing.txt", "first")
    site.remove("static/passing.txt")
    site.write("static/other.txt", "new")
    blog.well()
    assert blog.host.tree() == {**site.tree(), "proof.txt": b"of others, meanwhile"}
    assert (Path(host.told["path"]) / "lasting.txt").stat().st_ino == arrived


@pytest.mark.slow
def test_an_unknown_host_stops_it(site: Site, tmp_path: Path, request: pytest.FixtureRequest, sshd: Sshd) -> None:
    blog = Blog(site, make_host("ssh", tmp_path / "host", request))
    config = tmp_path / "config"
    config.write_text(sshd.config.read_text().replace(str(sshd.known), str(tmp_path / "nobody")))
    done = site.run("deploy", env={"MATINEE_SSH": f"ssh -F {config}"})
    assert done.code == 1
    assert "Host key verification failed" in done.err
    assert "fingerprint" in done.err
    assert blog.host.tree() == {}


@pytest.mark.slow
def test_a_path_is_data_and_never_words_of_a_shell(
    site: Site, tmp_path: Path, request: pytest.FixtureRequest, sshd: Sshd
) -> None:
    folder = tmp_path / "it's; touch owned $(touch owned) `touch owned` -rf ünï"
    blog = Blog(site, make_host("ssh", folder, request))
    blog.well()
    assert blog.is_live()
    site.append(f"{HER}/comments.yaml", "- id: 8\n  author: Lin\n  date: 2014-02-08\n  body: Another.\n")
    site.remove("content/posts/2015-02-15-stalker.md")
    blog.well()
    assert blog.is_live()
    blog.well("--rollback")
    assert not list(Path.home().glob("owned")) + list(tmp_path.rglob("owned"))


def test_a_host_that_begins_with_a_hyphen_is_refused(site: Site) -> None:
    site.write(
        "content/site.yaml",
        site.read("content/site.yaml") + "deploy:\n  live: {kind: ssh, host: -oProxyCommand=touch owned, path: /srv}\n",
    )
    done = site.run("deploy")
    assert done.code == 1
    assert "no name of a host" in done.err
    assert not (site.folder / "owned").exists()
