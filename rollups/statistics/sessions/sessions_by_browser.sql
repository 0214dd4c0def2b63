CREATE OR REPLACE VIEW rollups.sessions_by_browser AS
SELECT r.app_id, r.day, f.dimension AS filtered_by, f.value AS filter_value, r.browser, r.version, r.sessions
FROM rollups.session_browser r
JOIN rollups.filter f ON f.id = r.filter_id;

COMMENT ON VIEW rollups.sessions_by_browser IS
'Sessions per app, day (UTC), browser and version. Take the rows of one filter (filtered_by = ''everything'', or for example filtered_by = ''browser'' AND filter_value = ''Chrome''); never add up rows of different filters.';
