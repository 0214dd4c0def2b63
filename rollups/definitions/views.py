"""The SQL of views: it follows from the declarations alone."""

from rollups.definitions.declarations import Rollup
from rollups.definitions.registry import declared
from rollups.definitions.sql import commas

_VIEW = """
CREATE OR REPLACE VIEW rollups.{name} AS
SELECT app_id, day, f.dimension AS filtered_by, f.value AS filter_value, {columns}
FROM rollups.{rollup} JOIN rollups.filter f ON f.id = filter_id;

COMMENT ON VIEW rollups.{name} IS '{comment}'"""


def view_of(rollup: Rollup) -> str:
    """Statements that create the rollup's view and its comment."""
    view = rollup.view
    dimension, value = declared().example
    comment = (
        f"{view.counts} Take the rows of one filter (filtered_by = 'everything', or for example "
        f"filtered_by = '{dimension}' AND filter_value = '{value}'); never add up rows of "
        "different filters."
    )
    return _VIEW.format(
        name=view.name,
        columns=commas(view.columns or (*rollup.groups, *rollup.measures)),
        rollup=rollup.name,
        comment=comment.replace("'", "''"),
    )
