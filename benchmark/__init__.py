"""`./bench`: it measures the product beside what people would use instead, in one run.

`run.py` starts the servers and the product. `measuring.py` is a process of its own: it has Django
and runs the files of `measures/`. `live/` holds what stands beside the product: queries as
PeerMetrics writes them, and plain GROUP BY statements.
"""
