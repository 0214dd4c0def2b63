-- connection_fact: one row for each connection of the conferences in scope.
-- Its segment is its session's: active or not, of any conference.
SELECT
    c.app_id,
    c.id AS conference_id,
    n.id AS connection_id,
    n.created_at,
    n.is_active,
    CASE WHEN n.type = 'r' THEN 'relayed' WHEN n.type IS NOT NULL THEN 'direct' END AS type,
    rollups.setup_ms_of(n.connection_info #> '{negotiations,0}') AS setup_ms,
    $segment_values
FROM scope
JOIN public.conference c ON c.id = scope.conference_id AND c.app_id = scope.app_id
JOIN public.app_connection n ON n.conference_id = c.id
JOIN public.app_session s ON s.id = n.session_id
