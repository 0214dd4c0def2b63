-- conference_status_quarter: conferences by quarter of an hour and status.
SELECT app_id, day, filter_id,
       date_bin('15 minutes', created_at, '2000-01-01 00:00:00Z') AS quarter,
       status, count(*)::int AS conferences
FROM counted
GROUP BY app_id, day, filter_id, quarter, status
