-- session_browser: sessions by browser and its version.
SELECT app_id, day, filter_id, segment.browser, browser_version AS version, count(*)::int AS sessions
FROM counted JOIN segment ON segment.id = counted.segment_id
GROUP BY app_id, day, filter_id, segment.browser, browser_version
