"""How a number gets in: capture, queue, refresh (rebuild), backfill, audit."""
