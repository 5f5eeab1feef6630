"""The door of a meeting: who comes in, what they can do there, and what everybody else is told."""

from __future__ import annotations

import re
import socket
import time
from collections import deque
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from bot.doors.room.connections import Connection
from bot.doors.room.door import POSTS, SMALL, WRONG_EACH
from bot.doors.room.guard import COOKIE
from bot.doors.web_guard import LARGEST_FORM
from tests.doors.room_stage import CODE, EPOCH, LEADER, QUESTION, Room, room

METHOD = "vijf_stappen"


class Clock:
    """The time, that a test moves."""

    at = EPOCH

    def __call__(self) -> datetime:
        self.at += timedelta(milliseconds=1)
        return self.at


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Room]:
    with room(tmp_path, Clock()) as served:
        served.begin(METHOD)
        yield served


class Guest:
    """A browser without JavaScript that is at the pages of a meeting."""

    def __init__(self, stage: Room, **headers: str) -> None:
        given = {"origin": stage.open, **headers}
        http = httpx.Client(
            base_url=stage.open, follow_redirects=True, headers=given, trust_env=False
        )
        self.http = stage.closing.enter_context(http)

    def form(self, page: str = "/kamer") -> str:
        """The number of the form on a page."""
        return form_of(self.http.get(page).text)

    def join(self, name: str, code: str = CODE, form: str | None = None) -> httpx.Response:
        """Come in by a code."""
        fields = {"arrival": form or self.form(f"/kamer/{code}"), "code": code, "name": name}
        return self.http.post("/kamer", data=fields)

    def say(self, text: str, form: str | None = None) -> httpx.Response:
        """Send a text."""
        fields = {"arrival": form or self.form(), "text": text}
        return self.http.post("/kamer/beurt", data=fields)

    def tap(self, label: str) -> httpx.Response:
        """Press a button."""
        page = self.http.get("/kamer").text
        found = re.search(rf'value="([^"]+)"[^>]*>{label}', page)
        assert found, page
        return self.press(found[1])

    def press(self, value: str) -> httpx.Response:
        """Send what a button would."""
        return self.http.post("/kamer/beurt", data={"arrival": self.form(), "value": value})


def form_of(page: str) -> str:
    """The number of the form on a page."""
    found = re.search(r'name="arrival" value="([0-9a-f]{32})"', page)
    assert found, page
    return found[1]


def started(stage: Room) -> tuple[Guest, Guest]:
    """A facilitator and somebody who thinks along, in the round where questions are asked."""
    els, bilal = Guest(stage), Guest(stage)
    els.join("Els", LEADER)
    bilal.join("Bilal")
    els.tap("We beginnen")
    els.tap("Volgende ronde")
    return els, bilal


# --- connections ------------------------------------------------------------------------------


def connect(stage: Room, host: str = "127.0.0.2", asks: bytes = b"") -> socket.socket:
    """A connection that asks this, or nothing."""
    made = socket.create_connection((host, stage.port), timeout=5)
    stage.closing.callback(made.close)
    if asks:
        made.sendall(asks)
    return made


def is_let_go(made: socket.socket) -> bool:
    """Whether the other side ended it, at the latest within the time of the socket."""
    try:
        return made.recv(1) == b""
    except ConnectionResetError:
        return True


@pytest.mark.parametrize("asks", [b"", b"GET /kamer HTTP/1.1\r\nX-Slow: "])
def test_who_asks_nothing_is_let_go(
    stage: Room, monkeypatch: pytest.MonkeyPatch, asks: bytes
) -> None:
    """Also who was answered before, and who is slow; who sits at this computer may wait."""
    monkeypatch.setattr(Connection, "patience", 0.3)
    own = connect(stage, "127.0.0.1")
    whole = b"GET /room.css HTTP/1.1\r\nHost: x\r\n\r\n"
    answered = connect(stage, asks=whole)
    assert answered.recv(8) == b"HTTP/1.1"
    while b"}" not in answered.recv(100_000)[-3:]:
        pass
    if asks:
        answered.sendall(asks)
    for made in (connect(stage, asks=asks), answered):
        assert is_let_go(made)
    own.sendall(whole)
    assert own.recv(8) == b"HTTP/1.1"


def test_a_stranger_with_many_connections_keeps_nobody_out(
    stage: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Connection, "each", 3)
    els, _ = started(stage)  # two connections
    first = connect(stage)
    assert is_let_go(connect(stage))
    assert httpx.get(f"{stage.private}/health", trust_env=False).status_code == 200
    assert els.http.get("/kamer").status_code == 200
    first.close()
    assert "Verkennen" in patiently(lambda: Guest(stage).join("Noor").text)


def patiently(ask: Callable[[], str]) -> str:
    """What is answered once the server saw that a connection was closed."""
    for _ in range(50):
        try:
            return ask()
        except httpx.TransportError:
            time.sleep(0.02)
    return ask()


# --- which pages answer -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/", "/turn", "/live", "/scherm", "/health", "/document/a/plan.pdf", "/kamer/a/b"]
)
def test_beyond_this_computer_there_is_nothing_but_the_meeting(stage: Room, path: str) -> None:
    """Whatever a client says of itself: the address it reached decides."""
    for host in ("127.0.0.1", "localhost"):
        answer = Guest(stage, host=f"{host}:{stage.port}").http.get(path)
        assert answer.status_code == 404
        assert "Deze pagina is er niet." in answer.text
        assert QUESTION not in answer.text
    assert httpx.get(f"{stage.private}/", trust_env=False).status_code == 200
    assert httpx.get(f"{stage.private}/kamer", trust_env=False).status_code == 200


def test_a_form_of_another_site_does_nothing(stage: Room) -> None:
    own = {"sec-fetch-site": "same-origin"}
    assert Guest(stage, origin="null", **own).join("Bilal").status_code == 200
    for wrong in (
        {"origin": "http://elders.nl"},
        {"origin": "null"},
        {"origin": ""},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
    ):
        guest = Guest(stage, **wrong)
        answer = guest.http.post("/kamer", data={"arrival": uuid4().hex, "code": CODE, "name": "X"})
        assert answer.status_code == 403
        assert not guest.http.cookies


def test_another_site_may_link_and_not_look(stage: Room) -> None:
    """A link in a message opens the page; a picture or a script with its address does not."""
    site = {"sec-fetch-site": "cross-site"}
    opens = {"sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    assert Guest(stage, **site, **opens).http.get(f"/kamer/{CODE}").status_code == 200
    for mode, dest in (("no-cors", "image"), ("cors", "empty"), ("navigate", "iframe")):
        looks = {"sec-fetch-mode": mode, "sec-fetch-dest": dest}
        assert Guest(stage, **site, **looks).http.get("/kamer").status_code == 403


def test_every_answer_is_dressed(stage: Room) -> None:
    guest = Guest(stage)
    guest.join("Bilal")
    for path in ("/kamer", "/kamer/scherm", "/nergens", "/room.js", "/board.css"):
        headers = guest.http.get(path).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self';")
        assert "connect-src 'self'" in policy
        assert "unsafe" not in policy
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["x-content-type-options"] == "nosniff"


def test_the_pages_obey_their_own_policy(stage: Room) -> None:
    guest = Guest(stage)
    joining = guest.http.get("/kamer").text
    guest.join("Bilal")
    for page in (joining, guest.http.get("/kamer").text, guest.http.get("/kamer/scherm").text):
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script>", page)


# --- coming in --------------------------------------------------------------------------------


def test_a_code_and_a_name_are_enough(stage: Room) -> None:
    guest = Guest(stage)
    assert f'value="{CODE}"' in guest.http.get(f"/kamer/{CODE}").text
    page = guest.join("Bilal", "kmp-479 rtx").text
    assert QUESTION in page
    assert "Bilal" in page
    cookie = next(iter(guest.http.cookies.jar))
    assert (cookie.name, cookie.path) == (COOKIE, "/kamer")
    assert len(cookie.value or "") >= 43
    assert cookie.has_nonstandard_attr("HttpOnly")


def test_the_cookie_is_strict_and_on_https_secure(stage: Room) -> None:
    def given(**headers: str) -> str:
        guest = Guest(stage, **headers)
        fields = {"arrival": uuid4().hex, "code": CODE, "name": f"N{uuid4().hex[:6]}"}
        answer = guest.http.post("/kamer", data=fields, follow_redirects=False)
        return answer.headers["set-cookie"].lower()

    plain = given()
    assert "samesite=strict" in plain
    assert "httponly" in plain
    assert "secure" not in plain
    behind = given(origin="https://kamer.example", **{"sec-fetch-site": "same-origin"})
    assert "; secure" in behind


def test_a_double_tap_is_one_person(stage: Room) -> None:
    """The second answer comes before the browser has the cookie of the first."""
    first, second = Guest(stage), Guest(stage)
    form = first.form()
    first.join("Bilal", form=form)
    page = second.join("Bilal", form=form).text
    assert page.count("Bilal") == 1
    assert first.http.cookies[COOKIE] == second.http.cookies[COOKIE]


def test_reloading_the_way_in_is_no_second_person(stage: Room) -> None:
    guest = Guest(stage)
    guest.join("Bilal")
    page = guest.join("Bilal nog eens").text
    assert "Bilal nog eens" not in page
    assert page.count("Bilal") == 1


def test_coming_in_again_during_a_round_says_nothing_there(stage: Room) -> None:
    """Who scans the code once more fills in a name again; it is no contribution to the round."""
    els, bilal = started(stage)
    page = bilal.join("Bilal nog eens").text
    assert "ronde 2 van" in page
    for each in (page, els.http.get("/kamer").text):
        assert "Bilal nog eens" not in each


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "x" * 21])
def test_a_name_is_short_and_can_be_seen(stage: Room, name: str) -> None:
    answer = Guest(stage).join(name)
    assert answer.status_code == 422
    assert "Vul in hoe ze je noemen" in answer.text
    assert f'value="{CODE}"' in answer.text


def test_a_name_that_is_taken_is_asked_again_inside(stage: Room) -> None:
    Guest(stage).join("Bilal")
    other = Guest(stage)
    assert "korte naam" in other.join("bilal").text
    assert "Bilal B." in other.say("Bilal B.").text


def test_wrong_codes_are_refused_and_leave_nothing(stage: Room) -> None:
    guest = Guest(stage)
    for code in ("CCC-CCC-CCC", "", "'; drop table", "0" * 5000, "مرحبا"):
        answer = guest.join("Bilal", code, form=uuid4().hex)
        assert answer.status_code in (403, 413), code
        assert not guest.http.cookies
    people = stage.do(stage.handvat.store.run(lambda unit: unit.known("room", "x")))
    assert people is None


def test_guessing_is_hopeless(stage: Room) -> None:
    """After ten wrong codes from one address not even the right one counts, for a while."""
    guest = Guest(stage)
    form = guest.form()
    for _ in range(WRONG_EACH.most):
        assert guest.join("Bilal", "CCCCCCCCC", form).status_code == 403
    assert guest.join("Bilal", CODE, form).status_code == 429
    assert not guest.http.cookies


def test_a_made_up_cookie_is_nobody(stage: Room) -> None:
    guest = Guest(stage)
    guest.http.cookies.set(COOKIE, "A" * 43)
    assert "Meedoen aan een bijeenkomst" in guest.http.get("/kamer").text
    assert "Hier is niets meer te zien" in guest.http.get("/kamer/scherm").text
    assert guest.http.get("/kamer/live").status_code == 204
    assert guest.say("hallo", uuid4().hex).status_code == 410


def test_what_is_typed_for_one_meeting_is_said_in_no_other(stage: Room) -> None:
    """One browser, and a second meeting that was joined in a newer tab."""
    started(stage)
    stage.begin(METHOD, "KMP479RTY", "CDF347HJM")
    noor, other = Guest(stage), Guest(stage)
    noor.join("Noor")
    older = noor.http.get("/kamer").text
    other.join("Cor", "CDF347HJM")
    for move in ("We beginnen", "Volgende ronde"):
        other.tap(move)
    noor.join("Noor", "KMP479RTY")
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', older))
    page = noor.http.post("/kamer/beurt", data={**hidden, "text": "Zij is bang."}).text
    assert "hoort bij een eerder scherm" in page
    assert "Zij is bang." not in other.http.get("/kamer").text


def test_who_put_a_cookie_in_a_browser_does_not_sit_there_with_it(stage: Room) -> None:
    """Cookies know no port: another program of that computer can have put one there before."""
    planted = "A" * 43
    guest, other = Guest(stage), Guest(stage)
    for each in (guest, other):
        each.http.cookies.set(COOKIE, planted, domain="127.0.0.2", path="/kamer")
    assert "Bilal" in guest.join("Bilal").text
    assert "Meedoen aan een bijeenkomst" in other.http.get("/kamer").text


# --- in the meeting ---------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["/start", "/privacy", "/wis", "/nieuw", "/koppel", "/help x"])
def test_commands_lead_nowhere(stage: Room, command: str) -> None:
    _, bilal = started(stage)
    page = bilal.say(command).text
    assert "Deze pagina is alleen voor de bijeenkomst" in page
    assert "Verkennen" in page


def test_no_button_leaves_the_meeting(stage: Room) -> None:
    _, bilal = started(stage)
    menu = bilal.tap("Meer").text
    assert "desk." not in menu
    number = re.search(r'value="(\d+)\.meet', menu)
    assert number
    for action in ("desk.home", "desk.erase", "desk.new", "open:x", "meet.next:1", "meet.remove:1"):
        page = bilal.press(f"{number[1]}.{action}").text
        assert "Handvat naar het begin" not in page
        number = re.search(r'value="(\d+)\.meet', bilal.http.get("/kamer").text)
        assert number
    assert "ronde 2 van" in bilal.tap("Terug").text


def test_the_word_stop_keeps_one_in_the_room(stage: Room) -> None:
    _, bilal = started(stage)
    assert "Verkennen" in bilal.say("stop").text


def test_the_same_form_twice_counts_once(stage: Room) -> None:
    els, bilal = started(stage)
    form = bilal.form()
    for _ in range(2):
        bilal.say("Wat deed haar stem?", form)
    assert els.http.get("/kamer").text.count("Wat deed haar stem?") == 1


@pytest.mark.parametrize(
    "text",
    [
        "🙂🙂",
        "<script>alert(1)</script><b>vet</b>",
        "من يقرر هنا؟",
        "{{ 7 * 7 }} {% raw %}",
        "a\r\n\r\nb",
    ],
)
def test_whatever_is_typed_is_shown_as_it_is(stage: Room, text: str) -> None:
    els, bilal = started(stage)
    assert bilal.say(text).status_code == 200
    for page in (els.http.get("/kamer").text, els.http.get("/kamer/scherm").text):
        assert "<script>alert" not in page
        assert "<b>vet</b>" not in page
        assert "49 " not in page
        assert text.split("\r", maxsplit=1)[0][:2].replace("<", "&lt;") in page


@pytest.mark.parametrize(
    ("text", "why"), [("", "niets"), ("x" * 1501, "te lang"), (" \n ", "niets")]
)
def test_what_cannot_be_taken_in_says_so(stage: Room, text: str, why: str) -> None:
    _, bilal = started(stage)
    page = bilal.say(text).text
    assert why in page
    if text.strip():
        assert text in page
        assert "Dit is niet bewaard." in page


def test_too_much_is_refused(stage: Room) -> None:
    _, bilal = started(stage)
    assert bilal.say("x" * (LARGEST_FORM + 1)).status_code == 413
    assert Guest(stage).join("x" * SMALL).status_code == 413
    assert bilal.http.post("/kamer/beurt", data={"text": "zonder nummer"}).status_code == 422


def test_one_browser_cannot_flood_the_room(stage: Room) -> None:
    els, bilal = started(stage)
    form = bilal.form()
    given = [bilal.say("Wat?", form).status_code for _ in range(POSTS.most + 1)]
    assert given[0] == 200
    assert given[-1] == 429
    assert els.say("Ik hoor je.").status_code == 200


def test_who_was_sent_away_sees_nothing_any_more(stage: Room) -> None:
    els, bilal = started(stage)
    els.tap("Meer")
    els.tap("Wie zijn er")
    els.tap("Haal Bilal eruit")
    for path in ("/kamer", "/kamer/scherm"):
        answer = bilal.http.get(path)
        assert answer.status_code == 410
        assert "Hier is niets meer te zien" in answer.text
        assert "Verkennen" not in answer.text
    assert bilal.http.get("/kamer/live").status_code == 204
    assert bilal.join("Weer Bilal").status_code == 403


def test_who_left_sees_nothing_and_can_come_back(stage: Room) -> None:
    _, bilal = started(stage)
    bilal.tap("Meer")
    bilal.tap("Weggaan")
    page = bilal.tap("Ja, ik ga weg").text
    assert "Verkennen" not in page
    assert bilal.http.get("/kamer/scherm").status_code == 410


def test_a_stream_says_that_something_changed_and_nothing_else(stage: Room) -> None:
    els, bilal = started(stage)
    with els.http.stream("GET", "/kamer/live") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        lines = stream.iter_lines()
        before = number_in(lines)
        bilal.say("Wat deed haar stem toen?")
        after = number_in(lines)
        assert after > before
    assert f'data-number="{after}"' in els.http.get("/kamer").text


def test_a_stream_ends_for_who_was_sent_away(stage: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their page is empty at once; when it is quiet nothing is told to them any more either."""
    monkeypatch.setattr(stage.live, "beat", 0.1)
    els, bilal = started(stage)
    with bilal.http.stream("GET", "/kamer/live") as stream:
        lines = stream.iter_lines()
        for _ in range(3):
            number_in(lines)  # who is here is told on and on
        els.tap("Meer")
        els.tap("Wie zijn er")
        els.tap("Haal Bilal eruit")
        with pytest.raises(AssertionError, match="the stream ended"):
            deque((number_in(lines) for _ in range(100)), maxlen=0)


def number_in(lines: Iterator[str]) -> int:
    """The number of the next change; a line that is no event, beat or number fails."""
    for line in lines:
        assert re.fullmatch(r"(retry: \d+|event: (changed|beat)|data: \d+)?", line), line
        if line.startswith("data: "):
            return int(line.removeprefix("data: "))
    raise AssertionError("the stream ended")


def test_the_room_works_from_the_private_page_too(stage: Room) -> None:
    """The contributor sees the meeting as an ordinary screen, and the big screen beside it."""
    own = stage.closing.enter_context(httpx.Client(base_url=stage.private, trust_env=False))
    assert 'href="/scherm"' in own.get("/").text
    board = own.get("/scherm").text
    assert "KMP-479-RTX" in board
    assert f"{stage.open.removeprefix('http://')}/kamer" in board
    assert "<form" not in board
    assert "<button" not in board


def test_who_was_sent_away_is_nobody_else_in_another_browser(stage: Room) -> None:
    """The code that they know leads nowhere; colleagues come in by the new one."""
    els, _ = started(stage)
    els.tap("Meer")
    els.tap("Wie zijn er")
    page = els.tap("Haal Bilal eruit").text
    assert "Er is nu een andere code" in page
    for code in (CODE, LEADER):
        answer = Guest(stage).join("Iemand", code)
        assert answer.status_code == 403
        assert "Els" not in answer.text
    els.tap("Meer")
    found = re.search(r"[C-Y3479]{3}(?:-[C-Y3479]{3}){2}", els.tap("Iemand erbij").text)
    assert found
    assert "Verkennen" in Guest(stage).join("Noor", found[0]).text
