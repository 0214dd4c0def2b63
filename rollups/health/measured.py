"""What tasks measure of their work, for Prometheus."""

from rollups import clock
from rollups.cache.warm import Warmed
from rollups.health import metrics
from rollups.pipeline.refresh import Refreshed


def refresh(refreshed: Refreshed, seconds: float) -> None:
    """A refresh ended after so long. One that found nothing to do is not measured."""
    if conferences := refreshed.conferences.total():
        metrics.REFRESH_SECONDS.observe(seconds)
        metrics.REFRESHED_CONFERENCES.inc(conferences)


def warming(warmed: Warmed, seconds: float) -> None:
    """A warming ended after so long."""
    metrics.WARM_SECONDS.observe(seconds)
    metrics.WARM_ANSWERS.labels("computed").inc(warmed.computed)
    metrics.WARM_ANSWERS.labels("renewed").inc(warmed.renewed)


def visibility(refreshed: Refreshed, warmed: Warmed) -> None:
    """How long ago the changes were written that are now in the warm answers of their apps.

    These changes are taken off `refreshed`: each is measured once.
    """
    now = clock.now()
    for app_id in warmed.apps & refreshed.changed_at.keys():
        for moment in refreshed.changed_at.pop(app_id).elements():
            metrics.COMMIT_TO_VISIBLE.observe(max(0.0, (now - moment).total_seconds()))
