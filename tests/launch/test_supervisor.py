"""What the supervisor does with any services."""

from pathlib import Path

import pytest

from launch.errors import LaunchError
from launch.supervisor import Service, Supervisor, supervised
from tests.launch.conftest import none_left

pytestmark = pytest.mark.servers


def _noting(name: str, file: Path) -> Service:
    """Runs until SIGTERM, then adds its name to `file`."""
    started = file.with_name(f"{name}.started")
    script = (
        f"trap 'echo {name} >>{file}; exit' TERM; touch {started}; while :; do sleep 0.05; done"
    )
    return Service(name=name, argv=["/bin/sh", "-c", script], ready=started.exists)


def test_what_was_started_last_stops_first(tmp_path: Path) -> None:
    file = tmp_path / "stopped"

    async def work(supervisor: Supervisor) -> int:
        for name in ("postgres", "redis", "web"):
            await supervisor.start(_noting(name, file))
        return 7

    assert supervised(work) == 7
    assert file.read_text().split() == ["web", "redis", "postgres"]


def test_a_service_that_ends_by_itself_ends_all_and_is_named(tmp_path: Path) -> None:
    file, log = tmp_path / "stopped", tmp_path / "log"
    dying = Service(name="worker", argv=["/bin/sh", "-c", "echo no memory; exit 3"], log=log)

    async def work(supervisor: Supervisor) -> int:
        await supervisor.start(_noting("web", file))
        await supervisor.start(dying)
        return await supervisor.serve()

    with pytest.raises(LaunchError) as caught:
        supervised(work)

    assert str(caught.value) == (
        "no memory\nworker ended by itself with exit code 3, so everything was stopped."
    )
    assert file.read_text() == "web\n"


def test_a_service_that_never_answers_is_an_error() -> None:
    silent = Service("web", ["/bin/sleep", "60"], ready=lambda: False, start_within=0.2)

    async def work(supervisor: Supervisor) -> int:
        await supervisor.start(silent)
        return 0

    with pytest.raises(LaunchError, match=r"^web did not answer within 0 s\.$"):
        supervised(work)


def test_a_service_that_will_not_stop_is_killed_with_its_children(tmp_path: Path) -> None:
    child = tmp_path / "child"
    script = f"trap '' TERM; sleep 60 & echo $! >{child}.new; mv {child}.new {child}; wait; wait"
    stubborn = Service("web", ["/bin/sh", "-c", script], ready=child.exists, stop_within=0.2)

    async def work(supervisor: Supervisor) -> int:
        await supervisor.start(stubborn)
        return 0

    assert supervised(work) == 0
    assert none_left(tmp_path, {int(child.read_text())})


def test_a_failed_step_shows_what_it_wrote_and_stops_everything(tmp_path: Path) -> None:
    file = tmp_path / "stopped"

    async def work(supervisor: Supervisor) -> int:
        await supervisor.start(_noting("web", file))
        await supervisor.step("npm ci", ["/bin/sh", "-c", "echo no network >&2; exit 4"])
        return 0

    with pytest.raises(LaunchError, match=r"^no network\nnpm ci failed with exit code 4\.$"):
        supervised(work)
    assert file.read_text() == "web\n"


def test_every_line_carries_the_name_of_its_process(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    said = tmp_path / "said"
    talk = rf"printf 'one\r\ntwo\n\377\nwithout an end'; touch {said}; sleep 60"

    async def work(supervisor: Supervisor) -> int:
        await supervisor.start(Service("web", ["/bin/sh", "-c", talk], ready=said.exists))
        return 0

    supervised(work)

    written = ["one", "two", "\N{REPLACEMENT CHARACTER}", "without an end"]
    assert capsys.readouterr().out.splitlines() == [f"web      | {line}" for line in written]
