"""Asking: one at a time and politely, and a real server's every answer."""

from __future__ import annotations

import threading
from collections import Counter

import pytest

from matinee.outside import Kind, Verdict
from matinee.outside.addresses import host_of
from matinee.outside.answers import Fault, Reply, Step
from matinee.outside.asking import Asker, Turns
from matinee.outside.exchange import Exchange
from tests.outside.server import Server, is_ten, make_asker
from tests.outside.test_answers import GOOD, NOW
from tests.ports import free_port


class Clock:
    """A clock that only moves when somebody waits."""

    def __init__(self) -> None:
        self.now = 100.0
        self.waits: list[float] = []

    def __call__(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


def find(server: Server, *paths: str, longest: float = 10.0) -> list[Verdict]:
    """What is found out about paths of a server."""
    asker = make_asker(NOW, longest)
    return [asker.find_out(server.url(path)) for path in paths]


# Politeness


def test_between_two_requests_to_one_host_there_is_a_pause_and_none_between_hosts() -> None:
    clock = Clock()
    asker = Asker(lambda step: Reply(200), Turns(1.5, clock, clock.wait), NOW)
    for address in ("https://a.example/1", "https://b.example/1", "https://a.example/2", "https://a.example/3"):
        asker.find_out(address)
    assert clock.waits == [1.5, 1.5]


def test_the_pause_also_stands_before_the_second_way_of_asking_and_before_a_redirect() -> None:
    clock = Clock()
    replies = {"HEAD /": Reply(405), "GET /": Reply(301, "/new"), "HEAD /new": Reply(302, "https://b.example/")}

    def exchange(step: Step) -> Reply:
        return replies.get(f"{step.method} {step.address.removeprefix('https://a.example')}", Reply(200))

    assert Asker(exchange, Turns(1.0, clock, clock.wait), NOW).find_out("https://a.example/") == GOOD
    assert clock.waits == [1.0, 1.0]


def test_several_hosts_are_asked_at_once_but_each_by_one_at_a_time() -> None:
    busy: Counter[str] = Counter()
    together: list[dict[str, int]] = []
    both = threading.Barrier(2, action=lambda: together.append(dict(busy)), timeout=30)

    def exchange(step: Step) -> Reply:
        busy[host_of(step.address)] += 1
        both.wait()
        both.wait()
        busy[host_of(step.address)] -= 1
        return Reply(200)

    addresses = [f"https://{host}.example/{number}" for host in "abcd" for number in range(3)]
    found = dict(Asker(exchange, Turns(0), NOW).find_all(addresses, most=2))
    assert found == dict.fromkeys(addresses, GOOD)
    assert all(len(+Counter(busy)) == 2 and max(busy.values()) == 1 for busy in together)


def test_a_host_that_wants_to_be_left_alone_is_not_asked_again() -> None:
    asked: list[str] = []

    def exchange(step: Step) -> Reply:
        asked.append(step.address)
        return Reply(429, retry_after="60") if "/2" in step.address else Reply(200)

    found = dict(Asker(exchange, Turns(0), NOW).find_all(f"https://a.example/{number}" for number in range(1, 5)))
    assert [verdict.kind for _, verdict in sorted(found.items())] == [Kind.GOOD, *[Kind.UNCLEAR] * 3]
    assert asked == ["https://a.example/1", "https://a.example/2"]


def test_a_bug_while_asking_is_not_lost_in_its_thread() -> None:
    def exchange(step: Step) -> Reply:
        raise RuntimeError(step.address)

    with pytest.raises(RuntimeError, match="https://a"):
        dict(Asker(exchange, Turns(0), NOW).find_all(["https://a.example/"]))


# A real server


@pytest.mark.parametrize(
    ("path", "asked", "verdict"),
    [
        ("/good", ["HEAD /good"], GOOD),
        ("/good?a=b", ["HEAD /good?a=b"], GOOD),
        ("/no-head", ["HEAD /no-head", "GET /no-head"], GOOD),
        ("/away", ["HEAD /away", "HEAD /good"], GOOD),
        ("/moved-away", ["HEAD /moved-away", "HEAD /away", "HEAD /good"], GOOD),
        ("/round", ["HEAD /round", "HEAD /round/again"], "its redirects lead round in a circle"),
        ("/missing", ["HEAD /missing", "GET /missing"], "its host answers 404 Not Found"),
        ("/gone", ["HEAD /gone"], "its host answers 410 Gone"),
        ("/broken", ["HEAD /broken"], "its host answers 500 Internal Server Error"),
        ("/unwell", ["HEAD /unwell"], "its host answers 503 Service Unavailable"),
        ("/within", ["HEAD /within"], "it is redirected into a private network, where no reader can follow"),
        ("/mail", ["HEAD /mail"], "it is redirected to something that is no address of the web"),
        ("/garbage", ["HEAD /garbage", "GET /garbage"], Fault.BROKEN_OFF.value),
        ("/busy", ["HEAD /busy"], Verdict(Kind.UNCLEAR, "its host asks to come again later", wait=120)),
        ("/busy-until", ["HEAD /busy-until"], Verdict(Kind.UNCLEAR, "its host asks to come again later", wait=600)),
        ("/closed", ["HEAD /closed", "GET /closed"], Verdict(Kind.UNCLEAR, "its host answers 403 Forbidden")),
    ],
)
def test_every_answer_of_a_server_is_understood(
    path: str, asked: list[str], verdict: Verdict | str, server: Server
) -> None:
    [found] = find(server, path)
    assert found == (Verdict(Kind.BROKEN, verdict) if isinstance(verdict, str) else verdict)
    assert [" ".join(request) for request in server.asked] == asked


@pytest.mark.parametrize("path", ["/moved", "/moved-twice"])
def test_where_a_page_has_moved_for_good_is_found_out(path: str, server: Server) -> None:
    assert find(server, path) == [Verdict(Kind.MOVED, moved=server.url("/good"))]


@pytest.mark.parametrize("path", ["/slow", "/drop"])
def test_who_takes_too_long_is_given_up(path: str, server: Server) -> None:
    [verdict] = find(server, path, longest=0.3)
    assert (verdict.kind, verdict.words) == (Kind.BROKEN, Fault.TOO_SLOW.value)


def test_of_a_huge_answer_nothing_is_read(server: Server) -> None:
    assert find(server, "/huge") == [GOOD]
    assert server.asked == [("HEAD", "/huge"), ("GET", "/huge")]
    server.is_over.set()
    assert server.sent < 1 << 24  # what the buffers of two sockets may hold


def test_a_port_that_nobody_listens_at_is_told() -> None:
    verdict = make_asker(NOW).find_out(f"http://127.0.0.1:{free_port()}/")
    assert verdict == Verdict(Kind.BROKEN, Fault.NO_CONNECTION.value)


def test_a_name_that_leads_to_this_machine_is_not_followed_and_nothing_is_sent(server: Server) -> None:
    exchange = Exchange()
    for host in ("localhost", "127.0.0.1", "127.1", "2130706433", "0"):
        assert exchange(Step(server.url(host=host))) == Reply(fault=Fault.PRIVATE)
    assert server.asked == []


def test_a_name_too_long_for_one_is_no_host() -> None:
    assert Exchange()(Step(f"http://{'a' * 64}.example/")) == Reply(fault=Fault.NO_HOST)


def test_a_server_is_told_what_asks_and_nothing_of_whom(server: Server) -> None:
    find(server, "/no-head")
    for headers in server.headers:
        assert set(headers) == {"Host", "Accept-Encoding", "User-Agent", "Accept", "Connection"}
        assert headers["User-Agent"].startswith("matinee/")


def test_an_encrypted_connection_to_what_speaks_in_the_clear_is_broken_off(server: Server) -> None:
    verdict = make_asker(NOW).find_out(server.url().replace("http:", "https:"))
    assert verdict == Verdict(Kind.BROKEN, Fault.BROKEN_OFF.value)


def test_the_guard_of_these_tests_is_one() -> None:
    assert is_ten("10.0.0.7")
    assert not is_ten("127.0.0.1")
