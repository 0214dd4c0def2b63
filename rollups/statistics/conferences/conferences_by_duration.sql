CREATE OR REPLACE VIEW rollups.conferences_by_duration AS
SELECT r.app_id, r.day, f.dimension AS filtered_by, f.value AS filter_value, r.min_sec AS from_seconds, r.conferences
FROM rollups.conference_duration r
JOIN rollups.filter f ON f.id = r.filter_id;

COMMENT ON VIEW rollups.conferences_by_duration IS
'Conferences per app, day (UTC) and duration bucket; from_seconds is its lower bound. Take the rows of one filter (filtered_by = ''everything'', or for example filtered_by = ''browser'' AND filter_value = ''Chrome''); never add up rows of different filters.';
