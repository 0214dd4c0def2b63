CREATE OR REPLACE VIEW rollups.sessions_by_country AS
SELECT r.app_id, r.day, f.dimension AS filtered_by, f.value AS filter_value, r.country, r.sessions
FROM rollups.session_country r
JOIN rollups.filter f ON f.id = r.filter_id;

COMMENT ON VIEW rollups.sessions_by_country IS
'Sessions per app, day (UTC) and country. Take the rows of one filter (filtered_by = ''everything'', or for example filtered_by = ''browser'' AND filter_value = ''Chrome''); never add up rows of different filters.';
