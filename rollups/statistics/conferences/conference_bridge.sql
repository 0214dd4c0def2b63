-- conference_bridge: which filters a conference passes. Everything, and each value that one of its
-- active sessions has; each filter once, however many sessions have it.
SELECT app_id, conference_id, 0::bigint AS filter_id
FROM conference_fact
UNION
SELECT s.app_id, s.conference_id, b.filter_id
FROM session_fact s
JOIN segment_bridge b USING (segment_id)
WHERE s.is_active
