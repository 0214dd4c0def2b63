"""Each metric that processes count: its name, what it says, its labels.

Labels have few and known values (addresses, task names, outcomes), never an app or a user. What the
database knows by itself, such as the length of the queue, is no metric here: `collector` reads it.
"""

from prometheus_client import CollectorRegistry, Counter, Histogram

REGISTRY = CollectorRegistry()

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)

ANSWERS = Counter(
    "rollups_answers",
    "Summary answers given. outcome: hit, miss, stale or bypass.",
    ["endpoint", "outcome"],
    registry=REGISTRY,
)
REFRESH_SECONDS = Histogram(
    "rollups_refresh_seconds",
    "How long a refresh took that found something on the queue, without the warming after it.",
    buckets=_SECONDS,
    registry=REGISTRY,
)
REFRESHED_CONFERENCES = Counter(
    "rollups_refreshed_conferences",
    "Conferences rebuilt by refreshes.",
    registry=REGISTRY,
)
COMMIT_TO_VISIBLE = Histogram(
    "rollups_commit_to_visible_seconds",
    "From a change of a raw row to its being in the warm answers.",
    buckets=(0.25, 0.5, 1, 2, 3, 4, 5, 6, 7, 8, 10, 15, 30, 60, 300),
    registry=REGISTRY,
)
WARM_SECONDS = Histogram(
    "rollups_warm_seconds",
    "How long a warming took, of every active app or of those a refresh changed.",
    buckets=_SECONDS,
    registry=REGISTRY,
)
WARM_ANSWERS = Counter(
    "rollups_warm_answers",
    "Answers that warming put into the cache (computed) or kept there for longer (renewed).",
    ["how"],
    registry=REGISTRY,
)
TASK_SECONDS = Histogram(
    "rollups_task_seconds",
    "How long a task ran, whatever came of it.",
    ["task"],
    buckets=_SECONDS,
    registry=REGISTRY,
)
TASK_FAILURES = Counter(
    "rollups_task_failures",
    "Tasks that ended in an error.",
    ["task"],
    registry=REGISTRY,
)
