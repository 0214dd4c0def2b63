-- conference_bridge: the filters that a conference passes: everything, and each value of its active
-- sessions. A filter occurs once, even if several sessions have the value.
SELECT app_id, conference_id, 0::bigint AS filter_id
FROM conference_fact
UNION
SELECT s.app_id, s.conference_id, b.filter_id
FROM session_fact s
JOIN segment_bridge b USING (segment_id)
WHERE s.is_active
