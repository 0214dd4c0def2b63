"""The shares in a month of simulated conferences."""

from collections import Counter, defaultdict
from datetime import timedelta
from statistics import median

from simulate import distributions as d
from simulate.life import Life
from simulate.steps import Step
from tests.simulate.conftest import NOW


def _inserted(month: list[Life], table: str) -> list[Step]:
    return [
        step
        for life in month
        for step in life.steps
        if step.action == "insert" and step.table == table
    ]


def _status(life: Life) -> str:
    ongoing = [step.values["ongoing"] for step in life.steps if "ongoing" in step.values]
    types = {
        step.values["type"]
        for step in life.steps
        if step.table == "app_issue" and step.values.get("conference_id")
    }
    if ongoing[-1]:
        return "ongoing"
    return "error" if "e" in types else "warning" if "w" in types else "success"


def test_most_conferences_succeed_and_few_never_end(month: list[Life]) -> None:
    shares = {status: n / 60 for status, n in Counter(map(_status, month)).items()}
    assert 77 < shares["success"] < 84
    assert 9 < shares["warning"] < 15
    assert 4 < shares["error"] < 8
    assert 0.1 < shares["ongoing"] < 1


def test_all_but_the_stale_ones_are_over_by_now(month: list[Life]) -> None:
    assert all(life.closed <= NOW for life in month)
    assert all(life.start > NOW - timedelta(days=30, hours=5) for life in month)


def test_the_apps_have_their_shares(month: list[Life]) -> None:
    counts = Counter(step.values["app_id"] for step in _inserted(month, "conference"))
    shares = {app.name: round(counts[app.id] / len(month), 1) for app in d.APPS}
    assert shares == {"dev": 0.0, "staging": 0.1, "prod": 0.8}


def test_offices_are_open_on_weekdays_and_by_day(month: list[Life]) -> None:
    days = Counter(life.start.weekday() for life in month)
    assert min(days[day] for day in range(5)) > 4 * max(days[5], days[6])
    hours = Counter(life.start.hour for life in month)
    assert hours[14] > 5 * hours[2]


def test_two_are_the_rule_and_twelve_the_most(month: list[Life]) -> None:
    people: dict[object, set[object]] = defaultdict(set)
    for step in _inserted(month, "app_session"):
        people[step.values["conference_id"]].add(step.values["participant_id"])
    counts = Counter(len(found) for found in people.values())
    assert set(counts) == set(range(1, 13))
    assert 0.6 < counts[2] / len(people) < 0.75
    assert 0 < len(month) - len(people) < 120  # some conferences have no sessions


def test_media_servers_take_part_without_a_session(month: list[Life]) -> None:
    servers = {s.values["id"] for s in _inserted(month, "participant") if s.values["is_sfu"]}
    with_session = {s.values["participant_id"] for s in _inserted(month, "app_session")}
    peers = {s.values["peer_id"] for s in _inserted(month, "app_connection")}
    assert servers <= peers
    assert servers
    assert not servers & with_session


def test_people_come_back_on_other_days_and_rejoin(month: list[Life]) -> None:
    days: dict[object, set[object]] = defaultdict(set)
    stays: Counter[tuple[object, object]] = Counter()
    for step in _inserted(month, "app_session"):
        days[step.values["participant_id"]].add(step.at.date())
        stays[step.values["conference_id"], step.values["participant_id"]] += 1
    assert sum(len(found) > 3 for found in days.values()) > 500
    assert max(stays.values()) == 2
    assert 30 < sum(number == 2 for number in stays.values()) < 300


def test_durations_and_setup_times_are_spread_like_real_ones(month: list[Life]) -> None:
    minutes = [(life.closed - life.start).total_seconds() / 60 for life in month]
    assert 10 < median(minutes) < 16
    assert max(minutes) > 180
    begins = {s.values["id"]: s.at for s in _inserted(month, "app_connection")}
    connected: dict[object, float] = {}
    for life in month:
        for step in life.steps:
            if step.table == "app_connection" and step.values.get("state") == "connected":
                since = step.at - begins[step.values["id"]]
                connected.setdefault(step.values["id"], since.total_seconds() * 1000)
    assert 600 < median(connected.values()) < 850
    assert sum(ms > 5_000 for ms in connected.values()) > 20


def test_every_issue_code_occurs_with_its_type(month: list[Life]) -> None:
    found = {(s.values["type"], s.values["code"]) for s in _inserted(month, "app_issue")}
    assert found == {
        ("e", "no_media_access"),
        ("e", "ice_failed"),
        ("e", "no_connection"),
        ("e", "very_low_emos"),
        ("e", "connection_failed"),
        ("w", "getusermedia_error"),
        ("w", "icecandidateerror"),
        ("w", "connection_disconnected"),
        ("w", "multiple_rejoins"),
        ("w", "tcp_used"),
        ("w", "turn_used"),
        ("w", "low_emos"),
    }


def test_two_codes_mostly_come_without_a_conference(month: list[Life]) -> None:
    without: dict[object, Counter[bool]] = defaultdict(Counter)
    for step in _inserted(month, "app_issue"):
        without[step.values["code"]][step.values["conference_id"] is None] += 1
    assert {code for code, found in without.items() if found[True]} == set(d.WITHOUT_CONFERENCE)
    for code in d.WITHOUT_CONFERENCE:
        assert 0.01 < without[code][False] / without[code].total() < 0.04


def test_app_versions_roll_out_over_the_month(month: list[Life]) -> None:
    sessions: Counter[int] = Counter()
    newest: Counter[int] = Counter()
    for step in _inserted(month, "app_session"):
        week = step.at.isocalendar().week
        sessions[week] += 1
        newest[week] += str(step.values["app_version"]) in {"26.45.0", "26.45.1"}
    shares = {week: newest[week] / sessions[week] for week in (44, 45, 46, 47)}
    assert shares[44] == 0
    assert shares[45] > 0.3
    assert shares[46] > 0.3  # the next version is out, but many still run this one
    assert 0 < shares[47] < shares[46] / 2


def test_a_few_rows_of_every_kind_are_inactive(month: list[Life]) -> None:
    inactive = Counter(
        step.table
        for life in month
        for step in life.steps
        if step.action == "update" and step.values.get("is_active") is False
    )
    assert set(inactive) == set(d.INACTIVE)
    assert max(inactive.values()) < 200
