-- session_os: sessions by operating system and its version.
SELECT app_id, day, filter_id, segment.os, os_version AS version, count(*)::int AS sessions
FROM counted JOIN segment ON segment.id = counted.segment_id
GROUP BY app_id, day, filter_id, segment.os, os_version
