-- connection_type: connections that are relayed or direct.
SELECT app_id, day, filter_id, type, count(*)::int AS connections
FROM counted
WHERE type IS NOT NULL
GROUP BY app_id, day, filter_id, type
