-- session_fact: one row for each session of the conferences in scope, active or not.
-- A city is known if it has a name and valid coordinates.
SELECT
    c.app_id,
    c.id AS conference_id,
    s.id AS session_id,
    s.created_at,
    s.is_active,
    $segment_values,
    coalesce(
        nullif(rollups.name_of(s.platform #> '{browser,major}'), 'Unknown'),
        rollups.name_of(CASE jsonb_typeof(s.platform #> '{browser,version}')
            WHEN 'string' THEN split_part(s.platform #>> '{browser,version}', '.', 1) END)
    ) AS browser_version,
    rollups.name_of(s.platform #> '{os,version}') AS os_version,
    CASE WHEN place.on_map THEN place.city END AS city,
    CASE WHEN place.on_map THEN place.latitude END AS latitude,
    CASE WHEN place.on_map THEN place.longitude END AS longitude
FROM scope
JOIN public.conference c ON c.id = scope.conference_id AND c.app_id = scope.app_id
JOIN public.app_session s ON s.conference_id = c.id
CROSS JOIN LATERAL (
    SELECT city, latitude, longitude,
           city <> 'Unknown' AND latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180
               AND NOT (latitude = 0 AND longitude = 0) AS on_map
    FROM (SELECT rollups.name_of(s.geo_ip -> 'city') AS city,
                 rollups.coordinate_of(s.geo_ip -> 'latitude') AS latitude,
                 rollups.coordinate_of(s.geo_ip -> 'longitude') AS longitude
          OFFSET 0) read  -- computed once, though each is used several times
    OFFSET 0
) place
