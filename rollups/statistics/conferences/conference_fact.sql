-- conference_fact: one row for each conference in scope.
-- Its status is decided by its active issues of any date, its participants by its members.
-- Its segments are those of its active sessions.
SELECT
    c.app_id,
    c.id AS conference_id,
    c.created_at,
    c.is_active,
    CASE
        WHEN c.ongoing THEN 'ongoing'
        WHEN issue.error THEN 'error'
        WHEN issue.warning THEN 'warning'
        ELSE 'success'
    END AS status,
    c.duration,
    member.participants,
    coalesce(active.segments, '{}') AS segments
FROM scope
JOIN public.conference c ON c.id = scope.conference_id AND c.app_id = scope.app_id
CROSS JOIN LATERAL (
    SELECT bool_or(i.type = 'e') AS error, bool_or(i.type = 'w') AS warning
    FROM public.app_issue i
    WHERE i.conference_id = c.id AND i.is_active
) issue
CROSS JOIN LATERAL (
    SELECT count(*)::int AS participants
    FROM public.participant_conferences pc
    JOIN public.participant p ON p.id = pc.participant_id AND p.is_active AND NOT p.is_sfu
    WHERE pc.conference_id = c.id
      AND EXISTS (
          SELECT FROM public.app_session s
          WHERE s.conference_id = c.id AND s.participant_id = p.id
      )
) member
LEFT JOIN (
    SELECT conference_id, array_agg(DISTINCT segment_id ORDER BY segment_id) AS segments
    FROM session_fact
    WHERE is_active
    GROUP BY conference_id
) active ON active.conference_id = c.id
