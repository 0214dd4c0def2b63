-- conference_bridge: the filters that a conference passes: everything, and each value of its active
-- sessions. A filter occurs once, even if several sessions have the value. A segment is no filter
-- here: a conference has several, and would be counted several times.
SELECT app_id, conference_id, 0::bigint AS filter_id
FROM conference_fact
UNION
SELECT c.app_id, c.conference_id, b.filter_id
FROM conference_fact c
CROSS JOIN LATERAL unnest(c.segments) s (segment_id)
JOIN segment_bridge b USING (segment_id)
WHERE b.filter_id <> s.segment_id
