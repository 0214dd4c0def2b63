"""Traffic as PeerMetrics writes it: a history in bulk, and live conferences at a chosen rate."""
