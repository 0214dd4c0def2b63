-- segment_pass: which filters a session of this segment passes. Everything, and its four values.
SELECT segment.id AS segment_id, pass.filter_id
FROM segment
CROSS JOIN LATERAL (VALUES
    (0::bigint),
    (rollups.filter_id('app_version', segment.app_version)),
    (rollups.filter_id('browser', segment.browser)),
    (rollups.filter_id('os', segment.os)),
    (rollups.filter_id('country', segment.country))
) pass (filter_id)
