CREATE OR REPLACE VIEW rollups.issues_by_code AS
SELECT r.app_id, r.day, f.dimension AS filtered_by, f.value AS filter_value, r.code, r.issues
FROM rollups.issue_code r
JOIN rollups.filter f ON f.id = r.filter_id;

COMMENT ON VIEW rollups.issues_by_code IS
'Issues per app, day of the issue (UTC) and code. Take the rows of one filter (filtered_by = ''everything'', or for example filtered_by = ''browser'' AND filter_value = ''Chrome''); never add up rows of different filters.';
