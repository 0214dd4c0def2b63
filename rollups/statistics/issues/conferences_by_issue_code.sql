CREATE OR REPLACE VIEW rollups.conferences_by_issue_code AS
SELECT r.app_id, r.day, f.dimension AS filtered_by, f.value AS filter_value, r.code, r.conferences
FROM rollups.issue_code_conferences r
JOIN rollups.filter f ON f.id = r.filter_id;

COMMENT ON VIEW rollups.conferences_by_issue_code IS
'Conferences with at least one issue of a code, per app and day of the conference (UTC). A conference counts under each of its codes. Take the rows of one filter (filtered_by = ''everything'', or for example filtered_by = ''browser'' AND filter_value = ''Chrome''); never add up rows of different filters.';
