-- connection_setup: connections by setup-time bucket, named by its lower bound in milliseconds.
SELECT app_id, day, filter_id, min_ms, count(*)::int AS connections
FROM counted
CROSS JOIN LATERAL (SELECT rollups.setup_bucket_width(setup_ms) AS width) bucket
CROSS JOIN LATERAL (
    SELECT coalesce(floor(setup_ms / width) * width, 60000)::int AS min_ms
) bound
WHERE setup_ms IS NOT NULL
GROUP BY app_id, day, filter_id, min_ms
