"""The files that operators load into Prometheus, Grafana and the CloudWatch agent."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from django.conf import settings

from rollups.health import prometheus
from rollups.health.collector import StateCollector

pytestmark = pytest.mark.usefixtures("database")

OPS = settings.BASE_DIR / "ops"
SUFFIXES = {
    "counter": ("_total",),
    "histogram": ("_bucket", "_count", "_sum"),
    "gauge": ("",),
}


def exposed() -> dict[str, set[str]]:
    """The names that each of our metrics is asked for by."""
    registry = prometheus.counted()
    registry.register(StateCollector())
    return {
        family.name: {family.name + suffix for suffix in SUFFIXES[family.type]}
        for family in registry.collect()
    }


def names_in(expression: str) -> set[str]:
    return set(re.findall(r"\brollups_\w+", expression))


def load(name: str) -> Any:
    text = (OPS / name).read_text()
    return json.loads(text) if name.endswith(".json") else yaml.safe_load(text)


def dashboard_expressions() -> Iterator[str]:
    for panel in load("grafana-dashboard.json")["panels"]:
        yield from (target["expr"] for target in panel.get("targets", []))


def alerts() -> list[dict[str, Any]]:
    return [rule for group in load("alerts.yml")["groups"] for rule in group["rules"]]


def test_every_metric_is_on_the_dashboard_and_nothing_else_is() -> None:
    asked = {name for expression in dashboard_expressions() for name in names_in(expression)}
    ours = exposed()

    assert asked <= set.union(*ours.values())
    assert [name for name, its_names in ours.items() if not its_names & asked] == []


def test_every_panel_says_what_it_shows_and_asks_the_chosen_data_source() -> None:
    dashboard = load("grafana-dashboard.json")
    panels = [panel for panel in dashboard["panels"] if panel["type"] != "row"]

    assert [variable["name"] for variable in dashboard["templating"]["list"]] == ["datasource"]
    assert all(panel["title"] and panel["description"] for panel in panels)
    assert {panel["datasource"]["uid"] for panel in panels} == {"${datasource}"}
    ids = [panel["id"] for panel in dashboard["panels"]]
    assert len(set(ids)) == len(ids)


def test_alerts_ask_for_metrics_that_exist() -> None:
    asked = {name for rule in alerts() for name in names_in(rule["expr"])}

    assert asked <= set.union(*exposed().values())


def test_every_alert_says_what_is_wrong_and_what_to_do() -> None:
    for rule in alerts():
        assert set(rule) - {"for"} == {"alert", "expr", "labels", "annotations"}
        assert rule["labels"]["severity"] in {"warning", "critical"}
        assert set(rule["annotations"]) == {"summary", "runbook"}
        assert all(text.endswith(".") for text in rule["annotations"].values())
    names = [rule["alert"] for rule in alerts()]
    assert names
    assert len(set(names)) == len(names)


def test_cloudwatch_is_sent_metrics_that_exist_and_that_it_can_take() -> None:
    agent = load("cloudwatch-agent.json")["logs"]["metrics_collected"]["prometheus"]
    declared = agent["emf_processor"]["metric_declaration"]
    job = load("prometheus.yml")["scrape_configs"][0]["job_name"]

    selected = {
        name
        for one in declared
        for pattern in one["metric_selectors"]
        for name in names_in(pattern)
    }

    no_histogram = {name for names in exposed().values() for name in names if len(names) == 1}
    assert selected <= no_histogram  # its agent drops histograms
    assert all(re.fullmatch(one["label_matcher"], job) for one in declared)
    assert set(agent["emf_processor"]["metric_unit"]) <= selected


def test_the_page_for_operators_tells_of_every_metric() -> None:
    page = (settings.BASE_DIR / "docs" / "operating.md").read_text()

    assert {name.removesuffix("_total") for name in names_in(page)} == set(exposed())
