CREATE OR REPLACE VIEW rollups.connections_by_setup_time AS
SELECT r.app_id, r.day, f.dimension AS filtered_by, f.value AS filter_value,
       r.min_ms AS from_milliseconds, r.connections,
       r.min_ms + rollups.setup_bucket_width(r.min_ms) AS below_milliseconds
FROM rollups.connection_setup r
JOIN rollups.filter f ON f.id = r.filter_id;

COMMENT ON VIEW rollups.connections_by_setup_time IS
'Connections per app, day (UTC) and setup-time bucket, from from_milliseconds to below_milliseconds (exclusive; null: no end). Buckets are a twentieth of the time wide, or 10 ms. Take the rows of one filter (filtered_by = ''everything'', or for example filtered_by = ''browser'' AND filter_value = ''Chrome''); never add up rows of different filters.';
