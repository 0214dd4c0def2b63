-- connection_setup: connections by setup-time bucket, named by its lower bound in milliseconds.
SELECT app_id, day, filter_id, min_ms, count(*)::int AS connections
FROM counted
CROSS JOIN LATERAL (
    SELECT bounds[width_bucket(setup_ms, bounds::double precision[])] AS min_ms
    FROM (VALUES (ARRAY[0, 250, 500, 750, 1000, 1500, 2000, 2500, 3000, 4000, 5000])) v (bounds)
) bucket
WHERE setup_ms IS NOT NULL
GROUP BY app_id, day, filter_id, min_ms
