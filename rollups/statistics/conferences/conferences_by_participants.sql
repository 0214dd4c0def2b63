CREATE OR REPLACE VIEW rollups.conferences_by_participants AS
SELECT r.app_id, r.day, f.dimension AS filtered_by, f.value AS filter_value, r.participants, r.conferences
FROM rollups.conference_participants r
JOIN rollups.filter f ON f.id = r.filter_id;

COMMENT ON VIEW rollups.conferences_by_participants IS
'Conferences per app, day (UTC) and number of participants. Take the rows of one filter (filtered_by = ''everything'', or for example filtered_by = ''browser'' AND filter_value = ''Chrome''); never add up rows of different filters.';
