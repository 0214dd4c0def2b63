-- session_city: sessions by country, city and coordinates.
SELECT app_id, day, filter_id, segment.country, city, latitude, longitude,
       count(*)::int AS sessions
FROM counted JOIN segment ON segment.id = counted.segment_id
WHERE city IS NOT NULL
GROUP BY app_id, day, filter_id, segment.country, city, latitude, longitude
