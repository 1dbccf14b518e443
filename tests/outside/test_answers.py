"""What an answer means, and which addresses are asked for: values in, values out."""

from __future__ import annotations

import pytest

from matinee.errors import Place
from matinee.model import OutsideLink
from matinee.outside import Finding, Kind, Verdict, make_outcome, make_questions
from matinee.outside.addresses import is_private, make_address
from matinee.outside.answers import LATER, MOST_STEPS, Fault, Reply, Step, judge
from matinee.outside.questions import DAY

NOW = 1_772_366_400  # 2026-03-01T12:00:00Z
GOOD, BROKEN = Verdict(Kind.GOOD), Verdict(Kind.BROKEN, "its host answers 404 Not Found")
FAR = "https://far.example/"


def link(target: str, line: int = 5, path: str = "content/posts/her.md") -> OutsideLink:
    return OutsideLink(Place(path, line, 1), target)


def after(status: int, method: str = "GET", **more: str) -> Step | Verdict:
    return judge(Step(FAR, method), Reply(status, **more), NOW)


# Addresses


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("https://far.example", "https://far.example/"),
        ("HTTPS://Far.Example/A?b=C#d", "https://far.example/A?b=C"),
        ("//far.example/a", "https://far.example/a"),
        ("http://me:secret@far.example:8080/", "http://far.example:8080/"),
        ("https://kinó.example/napló?q=é", "https://xn--kin-ina.example/napl%C3%B3?q=%C3%A9"),
        ("https://far.example/napl%C3%B3", "https://far.example/napl%C3%B3"),
        ("http://[2001:db8::1]:81/x", "http://[2001:db8::1]:81/x"),
        ("https://", ""),
        ("https://far.example/a b", ""),
        ("mailto:me@far.example", ""),
    ],
)
def test_an_address_is_asked_for_in_ascii_without_fragment_user_and_password(typed: str, asked: str) -> None:
    assert make_address(typed) == asked
    assert make_address(asked) == asked


@pytest.mark.parametrize(
    "host",
    [
        *(
            "localhost",
            "blog.localhost",
            "localhost.",
            "printer.local",
            "127.0.0.1",
            "127.8.8.8",
            "0.0.0.0",
            "::1",
            "::",
        ),
        *("10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "fe80::1", "fc00::1"),
        *("::ffff:127.0.0.1", "2002:7f00:1::", "224.0.0.1", "255.255.255.255"),
    ],
)
def test_this_machine_and_private_networks_are_private(host: str) -> None:
    assert is_private(host)


@pytest.mark.parametrize("host", ["far.example", "9.9.9.9", "2620:fe::9", "localhost.example", "locale.example"])
def test_the_rest_of_the_world_is_not(host: str) -> None:
    assert not is_private(host)


# Answers


@pytest.mark.parametrize("status", [200, 204, 206, 300, 304])
def test_what_is_there_is_good(status: int) -> None:
    assert after(status) == GOOD


@pytest.mark.parametrize("status", [403, 404, 405, 501])
def test_who_refuses_a_head_is_asked_in_the_usual_way(status: int) -> None:
    assert after(status, "HEAD") == Step(FAR, "GET")


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (404, "its host answers 404 Not Found"),
        (410, "its host answers 410 Gone"),
        (500, "its host answers 500 Internal Server Error"),
        (503, "its host answers 503 Service Unavailable"),
        (530, "its host answers 530"),
    ],
)
def test_what_is_gone_is_broken(status: int, words: str) -> None:
    assert after(status) == Verdict(Kind.BROKEN, words)


@pytest.mark.parametrize("status", [401, 402, 403, 407, 451, 999])
def test_who_turns_programs_away_has_not_said_that_nothing_is_there(status: int) -> None:
    verdict = after(status)
    assert isinstance(verdict, Verdict)
    assert verdict.kind is Kind.UNCLEAR


@pytest.mark.parametrize(
    ("status", "told", "wait"),
    [
        (429, "120", 120),
        (503, "120", 120),
        (429, "Sun, 01 Mar 2026 12:10:00 GMT", 600),
        (503, "Sun, 01 Mar 2026 12:10:00 -0000", 600),
        (429, "", LATER),
        (429, "soon", LATER),
        (429, "0", LATER),
        (429, "Sun, 01 Mar 2020 12:10:00 GMT", LATER),
        (429, "9" * 5000, 999_999_999),
    ],
)
def test_who_wants_to_be_asked_later_is_not_broken(status: int, told: str, wait: int) -> None:
    assert after(status, retry_after=told) == Verdict(Kind.UNCLEAR, "its host asks to come again later", wait=wait)


def test_a_redirect_is_followed_from_where_it_stands() -> None:
    assert after(302, location="../a?b#c") == Step(f"{FAR}a?b", "HEAD", (FAR,), False)
    assert after(308, location="http://other.example") == Step("http://other.example/", "HEAD", (FAR,), True)
    assert after(301) == GOOD  # without saying where to


def test_only_a_way_that_is_for_good_throughout_is_a_move() -> None:
    for first, second, kind in ((301, 308, Kind.MOVED), (301, 302, Kind.GOOD), (302, 301, Kind.GOOD)):
        step = after(first, location="/a")
        assert isinstance(step, Step)
        step = judge(step, Reply(second, "/b"), NOW)
        assert isinstance(step, Step)
        verdict = judge(step, Reply(200), NOW)
        assert isinstance(verdict, Verdict)
        assert (verdict.kind, verdict.moved) == (kind, f"{FAR}b" if kind is Kind.MOVED else "")


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("/", "its redirects lead round in a circle"),
        ("mailto:me@far.example", "it is redirected to something that is no address of the web"),
        ("https://a b/", "it is redirected to something that is no address of the web"),
        ("http://[::1/", "it is redirected to something that is no address of the web"),
        ("http://169.254.169.254/latest", "it is redirected into a private network, where no reader can follow"),
        ("//localhost/", "it is redirected into a private network, where no reader can follow"),
    ],
)
def test_a_redirect_that_leads_nowhere_is_broken(location: str, words: str) -> None:
    assert after(301, location=location) == Verdict(Kind.BROKEN, words)


def test_a_way_of_too_many_redirects_is_given_up() -> None:
    step: Step | Verdict = Step(FAR)
    for number in range(MOST_STEPS):
        assert isinstance(step, Step)
        step = judge(step, Reply(302, f"/{number}"), NOW)
    assert isinstance(step, Step)
    verdict = judge(step, Reply(302, "/last"), NOW)
    assert verdict == Verdict(Kind.BROKEN, f"its redirects have not arrived after {MOST_STEPS} steps")


def test_who_answers_a_head_with_garbage_is_asked_once_more() -> None:
    garbage = Reply(fault=Fault.BROKEN_OFF)
    assert judge(Step(FAR), garbage, NOW) == Step(FAR, "GET")
    assert judge(Step(FAR, "GET"), garbage, NOW) == Verdict(Kind.BROKEN, Fault.BROKEN_OFF.value)


def test_a_refusal_shows_that_somebody_is_there_and_silence_does_not() -> None:
    reached = {fault for fault in Fault if fault}
    reached = {
        fault
        for fault in reached
        if isinstance(verdict := judge(Step(FAR, "GET"), Reply(fault=fault), NOW), Verdict) and verdict.is_reached
    }
    assert reached == {Fault.NO_CONNECTION, Fault.BROKEN_OFF, Fault.CERTIFICATE, Fault.ISSUER}


# Questions


def test_each_address_is_asked_for_once_however_often_it_is_linked() -> None:
    links = [link(f"{FAR}#a", 9), link(FAR, 5), link("https://FAR.example"), link("mailto:me@far.example")]
    questions = make_questions(links, {}, NOW)
    assert questions.unknown == (FAR,)
    assert questions.places[FAR] == (links[2], links[1], links[0])


@pytest.mark.parametrize(
    ("verdict", "age", "is_asked"),
    [
        (GOOD, 0, False),
        (GOOD, 30 * DAY - 1, False),
        (GOOD, 30 * DAY, True),
        (GOOD, -1, True),
        (Verdict(Kind.MOVED, moved=FAR), 29 * DAY, False),
        (BROKEN, DAY - 1, False),
        (BROKEN, DAY, True),
        (Verdict(Kind.UNCLEAR), DAY - 1, False),
        (Verdict(Kind.UNCLEAR, wait=120), 119, False),
        (Verdict(Kind.UNCLEAR, wait=120), 120, True),
        (Verdict(Kind.UNCLEAR, wait=99 * DAY), DAY, True),
    ],
)
def test_what_was_found_lately_is_not_asked_again(verdict: Verdict, age: int, is_asked: bool) -> None:
    questions = make_questions([link(FAR)], {FAR: Finding(NOW - age, verdict)}, NOW)
    assert (questions.unknown, questions.known) == (((FAR,), {}) if is_asked else ((), {FAR: verdict}))


def test_what_is_within_a_private_network_is_told_and_never_asked() -> None:
    questions = make_questions([link("http://192.168.1.1/admin")], {}, NOW)
    assert questions.unknown == ()
    [problem] = make_outcome(questions, {}, {}).problems
    assert (str(problem.place), problem.code) == ("content/posts/her.md:5:1", "external-link")
    assert problem.message == f"http://192.168.1.1/admin leads nowhere: {Fault.PRIVATE.value}"


# Outcomes


def test_a_broken_link_is_told_at_each_of_its_places_as_it_was_typed() -> None:
    questions = make_questions([link(f"{FAR}#a", 9), link(FAR, 5), link("https://ok.example/")], {}, NOW)
    outcome = make_outcome(questions, {FAR: BROKEN, "https://ok.example/": GOOD}, {})
    assert [(problem.place.line, problem.message.split()[0]) for problem in outcome.problems] == [
        (5, FAR),
        (9, f"{FAR}#a"),
    ]
    assert not any(problem.is_error for problem in outcome.problems)
    assert outcome.summary == "2 outside addresses: 2 asked, 0 remembered, 1 broken"


def test_a_move_is_told_with_the_new_address() -> None:
    questions = make_questions([link(FAR)], {}, NOW)
    outcome = make_outcome(questions, {FAR: Verdict(Kind.MOVED, moved=f"{FAR}new")}, {})
    assert [problem.hint for problem in outcome.problems] == [f"write {FAR}new"]
    assert outcome.summary == "1 outside address: 1 asked, 0 remembered, 1 moved"


def test_of_those_that_could_not_be_asked_the_hosts_are_named() -> None:
    links = [link(f"https://{name}.example/") for name in "abcdefg"]
    questions = make_questions(links, {}, NOW)
    outcome = make_outcome(questions, dict.fromkeys(questions.unknown, Verdict(Kind.UNCLEAR, "no")), {})
    assert outcome.problems == ()
    assert outcome.summary.endswith(
        "7 could not be asked (a.example, b.example, c.example, d.example, e.example, and 2 more)"
    )
    assert outcome.counts["unclear"] == dict.fromkeys(questions.unknown, "no")


def test_without_a_network_one_line_says_so_and_what_was_broken_before_still_is() -> None:
    silence = Verdict(Kind.BROKEN, Fault.NO_HOST.value, is_reached=False)
    before = {FAR: Finding(NOW - 2 * DAY, BROKEN), "https://b.example/": Finding(NOW - 40 * DAY, GOOD)}
    questions = make_questions([link(FAR), link("https://b.example/"), link("https://c.example/")], before, NOW)
    outcome = make_outcome(questions, dict.fromkeys(questions.unknown, silence), before)
    assert outcome.summary == "3 outside addresses: none of the 3 asked for could be reached; is there a network?"
    assert [problem.message for problem in outcome.problems] == [f"{FAR} leads nowhere: {BROKEN.words}"]
