"""Segments: the dimensions of a session: app version, browser, operating system, country."""

from rollups.definitions.declarations import Source

DIMENSIONS = ("app_version", "browser", "os", "country")
EXAMPLE = ("browser", "Chrome")  # explains in texts what a filter is

SOURCES = (
    # Connections and issues pass filters by their session, even if it is of another conference.
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
        of_conference="""conference_id <> %(conference_id)s AND id IN (
        SELECT session_id FROM public.app_connection WHERE conference_id = %(conference_id)s
        UNION
        SELECT session_id FROM public.app_issue WHERE conference_id = %(conference_id)s)""",
    ),
)
