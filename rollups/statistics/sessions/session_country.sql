-- session_country: sessions by country.
SELECT app_id, day, filter_id, segment.country, count(*)::int AS sessions
FROM counted JOIN segment ON segment.id = counted.segment_id
GROUP BY app_id, day, filter_id, segment.country
