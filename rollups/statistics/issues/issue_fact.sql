-- issue_fact: one row for each issue of the conferences in scope.
-- Its segment is its session's: active or not, of any conference. gum_name is null,
-- except for getUserMedia errors whose data is an object that is not empty.
SELECT
    c.app_id,
    c.id AS conference_id,
    i.id AS issue_id,
    i.created_at,
    c.created_at AS conference_created_at,
    i.is_active,
    c.is_active AS conference_is_active,
    i.code,
    CASE WHEN gum.error THEN rollups.name_of(i.data -> 'name') END AS gum_name,
    CASE WHEN gum.error AND jsonb_typeof(i.data -> 'message') = 'string'
        THEN left(i.data ->> 'message', 256) ELSE '' END AS gum_message,
    $segment_values
FROM scope
JOIN public.conference c ON c.id = scope.conference_id AND c.app_id = scope.app_id
JOIN public.app_issue i ON i.conference_id = c.id
JOIN public.app_session s ON s.id = i.session_id
CROSS JOIN LATERAL (
    SELECT i.code = 'getusermedia_error' AND jsonb_typeof(i.data) = 'object'
        AND i.data <> '{}' AS error
) gum
