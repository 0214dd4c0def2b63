CREATE OR REPLACE VIEW rollups.conferences_by_status AS
SELECT r.app_id, r.day, f.dimension AS filtered_by, f.value AS filter_value, r.status, r.conferences
FROM rollups.conference_status r
JOIN rollups.filter f ON f.id = r.filter_id;

COMMENT ON VIEW rollups.conferences_by_status IS
'Conferences per app, day (UTC) and status. Take the rows of one filter: filtered_by = ''everything'' for all conferences, or for example filtered_by = ''browser'' AND filter_value = ''Chrome''. Never add up rows of different filters: a conference counts in each that it passes.';
