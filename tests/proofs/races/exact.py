"""The check at the end of every race."""

from collections.abc import Iterator
from datetime import UTC, datetime

from tests.proofs.histories.history import Connect
from tests.proofs.histories.product import Product
from tests.proofs.histories.whole_tables import drift_from_a_fresh_rebuild
from tests.proofs.oracle import Query, dashboard, filter_values, read_raw_tables

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def assert_exact(product: Product, connect: Connect) -> None:
    """Each app's answers equal the oracle's, also under each filter value. No table drifted."""
    wrong = [*_wrong_answers(product, connect), *drift_from_a_fresh_rebuild()]
    assert not wrong, "\n".join(wrong)


def _wrong_answers(product: Product, connect: Connect) -> Iterator[str]:
    connection = connect()
    connection.autocommit = True
    raw = read_raw_tables(connection)
    connection.close()
    for app in sorted({str(row["app_id"]) for row in raw.conferences}):
        offered = filter_values(raw, Query(app), NOW)
        if product.ask("filters", Query(app), NOW) != (200, offered):
            yield f"filters of {app}"
        del offered["others"]
        singles = [{name: (item["value"],)} for name, items in offered.items() for item in items]
        for query in (Query(app), *(Query(app, filters=filters) for filters in singles)):
            status, body = product.ask("dashboard", query, NOW)
            for part, expected in dashboard(raw, query, NOW).items():
                if (status, body.get(part)) != (200, expected):
                    yield f"{part} {query.params()}: {body.get(part)} instead of {expected}"
