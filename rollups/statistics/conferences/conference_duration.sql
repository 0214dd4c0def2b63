-- conference_duration: conferences by duration bucket, named by its lower bound in seconds.
SELECT app_id, day, filter_id, min_sec, count(*)::int AS conferences
FROM counted
CROSS JOIN LATERAL (
    SELECT bounds[width_bucket(duration, bounds)] AS min_sec
    FROM (VALUES (ARRAY[0, 60, 180, 300, 600, 900, 1200, 1500, 1800, 2400, 3000, 3600])) v (bounds)
) bucket
GROUP BY app_id, day, filter_id, min_sec
