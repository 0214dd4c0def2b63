"""Segments: what a session is filtered by. Its app version, browser, operating system, country."""

from rollups.definitions.declarations import Source

DIMENSIONS = ("app_version", "browser", "os", "country")
EXAMPLE = ("browser", "Chrome")  # explains in texts what a filter is

SOURCES = (
    # The connections and issues of a session pass filters by it, also those of other conferences.
    Source(
        table="app_session",
        aspect="segment",
        reads=("id", "app_version", "platform", "geo_ip"),
        conferences="""
    SELECT c.app_id, c.id
    FROM changed
    JOIN public.app_session s ON s.id = changed.id
    CROSS JOIN LATERAL (
        SELECT conference_id FROM public.app_connection WHERE session_id = s.id
        UNION
        SELECT conference_id FROM public.app_issue WHERE session_id = s.id
    ) child
    JOIN public.conference c ON c.id = child.conference_id AND c.id <> s.conference_id""",
        found_later="id",
        events=("update",),
    ),
)
