CREATE OR REPLACE VIEW rollups.connections_by_type AS
SELECT r.app_id, r.day, f.dimension AS filtered_by, f.value AS filter_value, r.type, r.connections
FROM rollups.connection_type r
JOIN rollups.filter f ON f.id = r.filter_id;

COMMENT ON VIEW rollups.connections_by_type IS
'Relayed and direct connections per app and day (UTC). Take the rows of one filter (filtered_by = ''everything'', or for example filtered_by = ''browser'' AND filter_value = ''Chrome''); never add up rows of different filters.';
