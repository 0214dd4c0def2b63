-- session_fact: one row for each session of the conferences in scope, active or not, because
-- connections and issues pass a filter by their session in either case.
SELECT
    c.app_id,
    c.id AS conference_id,
    s.id AS session_id,
    s.created_at,
    c.created_at AS conference_created_at,
    s.is_active,
    rollups.name_of(s.app_version) AS app_version,
    rollups.name_of(s.platform #> '{browser,name}') AS browser,
    rollups.name_of(s.platform #> '{os,name}') AS os,
    rollups.name_of(s.geo_ip -> 'country_code') AS country
FROM scope
JOIN public.conference c ON c.id = scope.conference_id AND c.app_id = scope.app_id
JOIN public.app_session s ON s.conference_id = c.id
