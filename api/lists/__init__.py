"""Lists of PeerMetrics' rows, read-only.

`params` reads the query string, `views` finds the rows, `rows` reads their columns, `pages` makes
the response. `shapes` describes it for the OpenAPI schema.
"""
