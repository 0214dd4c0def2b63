"""Rows: the ratio to what stands beside them, and whether their target is reached."""

from pathlib import Path

from benchmark import rows, table
from benchmark.rows import Measured, Row, Target


def test_a_ratio_is_the_share_or_how_many_times_faster() -> None:
    assert Row("x", 50, "/s", "peer", 200).ratio == 0.25
    assert Row("x", 50, "ms", "peer", 200, faster=True).ratio == 4
    assert Row("x", 50, "ms").ratio is None


def test_a_target_limits_the_figure_or_the_ratio() -> None:
    share = Target(0.5, least=True, of_ratio=True)

    assert Row("x", 1.4, "ms", target=Target(1.5)).is_reached is True
    assert Row("x", 1.6, "ms", target=Target(1.5)).is_reached is False
    assert Row("x", 60, "/s", "peer", 100, target=share).is_reached is True
    assert Row("x", 40, "/s", "peer", 100, target=share).is_reached is False
    assert Row("x", 40, "/s").is_reached is None


def test_rows_come_back_from_a_file(tmp_path: Path) -> None:
    row = Row("x", 1.5, "ms", "peer", 3.0, faster=True, target=Target(2))
    measured = [Measured("hit", "Hits", (row,), left_out="why", seconds=3)]

    rows.write(tmp_path / "rows", measured)

    assert rows.read(tmp_path / "rows") == measured
    assert rows.read(tmp_path / "absent") == []


def test_the_table_shows_every_row_and_what_is_left_out() -> None:
    row = Row("warm", 1234.5, "/s", "bare view", 2000.0, target=Target(0.5, True, True))
    measured = [Measured("hit", "Hits", (row,)), Measured("page", "Page", (), "no Chromium.")]

    text, markdown = table.text(measured), table.markdown(measured)

    (line,) = (line for line in text.splitlines() if line.startswith("warm"))
    assert " ".join(line.split()) == ("warm 1,234 /s bare view 2,000 0.617 ratio at least 0.5 yes")
    assert "Not measured: no Chromium." in text
    assert (
        "| warm | 1,234 | /s | bare view | 2,000 | 0.617 | ratio at least 0.5 | yes |" in markdown
    )
    assert "Not measured: no Chromium." in markdown
