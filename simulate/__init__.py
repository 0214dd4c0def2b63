"""Traffic in PeerMetrics' form: a history in bulk, and live conferences at a chosen rate."""
