CREATE OR REPLACE VIEW rollups.gum_errors_by_name AS
SELECT r.app_id, r.day, f.dimension AS filtered_by, f.value AS filter_value, r.gum_name AS name, r.gum_message AS message, r.issues
FROM rollups.gum_error r
JOIN rollups.filter f ON f.id = r.filter_id;

COMMENT ON VIEW rollups.gum_errors_by_name IS
'getUserMedia errors per app, day (UTC), name and message. Take the rows of one filter (filtered_by = ''everything'', or for example filtered_by = ''browser'' AND filter_value = ''Chrome''); never add up rows of different filters.';
