-- issue_code_conferences: conferences that pass the filter and have an issue of a code whose session
-- passes it, by the conference's own day.
SELECT app_id, day, filter_id, code, count(DISTINCT conference_id)::int AS conferences
FROM counted JOIN conference_bridge USING (app_id, conference_id, filter_id)
GROUP BY app_id, day, filter_id, code
