CREATE OR REPLACE VIEW rollups.connections_by_setup_time AS
SELECT r.app_id, r.day, f.dimension AS filtered_by, f.value AS filter_value, r.min_ms AS from_milliseconds, r.connections
FROM rollups.connection_setup r
JOIN rollups.filter f ON f.id = r.filter_id;

COMMENT ON VIEW rollups.connections_by_setup_time IS
'Connections per app, day (UTC) and setup-time bucket; from_milliseconds is its lower bound. Take the rows of one filter (filtered_by = ''everything'', or for example filtered_by = ''browser'' AND filter_value = ''Chrome''); never add up rows of different filters.';
