-- conference_status: conferences by status.
SELECT app_id, day, filter_id, status, count(*)::int AS conferences
FROM counted
GROUP BY app_id, day, filter_id, status
