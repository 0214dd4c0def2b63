-- issue_code: issues by code.
SELECT app_id, day, filter_id, code, count(*)::int AS issues
FROM counted
GROUP BY app_id, day, filter_id, code
