"""Every summary has a view and an address, and its name is the same everywhere."""

import yaml
from django.conf import settings
from django.urls import get_resolver

from api.summary_views import SummaryView
from rollups.reading import summaries


def _routed() -> list[type[SummaryView]]:
    """The views of summaries that have an address."""
    patterns = get_resolver("api.urls").url_patterns
    classes = [getattr(pattern.callback, "view_class", None) for pattern in patterns]
    return [one for one in classes if one is not None and issubclass(one, SummaryView)]


def test_every_summary_has_an_address() -> None:
    assert sorted(view.summary.key for view in _routed()) == sorted(
        summary.key for summary in summaries.registered()
    )


def test_the_name_of_a_view_is_its_operation_in_the_schema() -> None:
    paths = yaml.safe_load((settings.BASE_DIR / "api" / "openapi.yaml").read_text())["paths"]
    operations = {one["operationId"] for methods in paths.values() for one in methods.values()}
    names = [view.name for view in _routed()]

    assert len(set(names)) == len(names)
    assert set(names) <= operations
