"""The summary endpoints' contract, recomputed in plain Python from the raw rows.

This is the judge of the rollups, so it shares no SQL and no code with them: the raw tables are
read with `SELECT *`, and everything else happens here, row by row, slow and easy to follow. Each
statistic is a function of the raw rows, a query and the clock, and returns what the JSON holds.
"""

from tests.oracle.conferences import conferences_summary, filter_values
from tests.oracle.query import Query, RefusedError, bounds
from tests.oracle.raw import RawTables, read_raw_tables
from tests.oracle.values import DIMENSIONS, UNKNOWN, name_of

__all__ = [
    "DIMENSIONS",
    "UNKNOWN",
    "Query",
    "RawTables",
    "RefusedError",
    "bounds",
    "conferences_summary",
    "filter_values",
    "name_of",
    "read_raw_tables",
]
