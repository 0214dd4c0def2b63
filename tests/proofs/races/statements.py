"""The changes that two writers may make to one conference at the same time."""

STATEMENTS = {
    "the conference moves to another app": """
        UPDATE public.conference SET app_id = %(other_app)s WHERE id = %(conference)s""",
    "the conference moves to another day": """
        UPDATE public.conference SET created_at = '2026-10-01T00:00:00Z'
        WHERE id = %(conference)s""",
    "the conference gets longer": """
        UPDATE public.conference SET duration = 3600 WHERE id = %(conference)s""",
    "the conference becomes ongoing": """
        UPDATE public.conference SET ongoing = true WHERE id = %(conference)s""",
    "the conference is deleted with all its rows": """
        DELETE FROM public.conference WHERE id = %(conference)s;
        DELETE FROM public.participant_conferences WHERE conference_id = %(conference)s;
        DELETE FROM public.app_issue WHERE id IN (%(error)s, %(unattributed)s, %(strange)s);
        DELETE FROM public.app_connection WHERE conference_id = %(conference)s;
        DELETE FROM public.app_session WHERE conference_id = %(conference)s""",
    "a session is added": """
        INSERT INTO public.app_session
            (id, platform, duration, created_at, is_active, conference_id, participant_id)
        VALUES (%(new)s, '{"browser": {"name": "Opera"}}', 0, '2026-11-20T13:00:00Z', true,
                %(conference)s, %(guest)s)""",
    "a session changes its browser": """
        UPDATE public.app_session SET platform = '{"browser": {"name": "Edge"}}'
        WHERE id = %(chrome)s""",
    "a session becomes inactive": """
        UPDATE public.app_session SET is_active = false WHERE id = %(chrome)s""",
    "a session leaves": """
        UPDATE public.app_session SET conference_id = %(elsewhere)s WHERE id = %(firefox)s""",
    "a session comes": """
        UPDATE public.app_session SET conference_id = %(conference)s WHERE id = %(visitor)s""",
    "a session becomes the guest's": """
        UPDATE public.app_session SET participant_id = %(guest)s WHERE id = %(chrome)s""",
    # Sessions of other conferences. This one's connections and issues pass filters by them.
    "the visitor changes its browser": """
        UPDATE public.app_session SET platform = '{"browser": {"name": "Edge"}}'
        WHERE id = %(visitor)s""",
    "the stranger changes its browser": """
        UPDATE public.app_session SET platform = '{"browser": {"name": "Edge"}}'
        WHERE id = %(stranger)s""",
    "the stranger goes elsewhere": """
        UPDATE public.app_session SET conference_id = %(elsewhere)s WHERE id = %(stranger)s""",
    "a connection is added": """
        INSERT INTO public.app_connection
            (id, type, state, duration, created_at, is_active, conference_id, participant_id,
             peer_id, session_id)
        VALUES (%(new)s, 'h', 'closed', 0, '2026-11-20T13:00:00Z', true, %(conference)s,
                %(guest)s, %(guest)s, %(visitor)s)""",
    "a connection is deleted": "DELETE FROM public.app_connection WHERE id = %(relay)s",
    "a connection becomes direct and quick": """
        UPDATE public.app_connection
        SET type = 'h', connection_info = '{"negotiations": [{"status": "connected",
            "start_time": "2026-11-20 12:00:00", "end_time": "2026-11-20 12:00:00.1"}]}'
        WHERE id = %(relay)s""",
    "a connection leaves": """
        UPDATE public.app_connection SET conference_id = %(elsewhere)s WHERE id = %(relay)s""",
    "a connection becomes the visitor's": """
        UPDATE public.app_connection SET session_id = %(visitor)s WHERE id = %(relay)s""",
    "a connection becomes the stranger's": """
        UPDATE public.app_connection SET session_id = %(stranger)s WHERE id = %(relay)s""",
    "an issue becomes the stranger's": """
        UPDATE public.app_issue SET session_id = %(stranger)s WHERE id = %(error)s""",
    "an issue becomes one of getUserMedia": """
        UPDATE public.app_issue
        SET code = 'getusermedia_error', data = '{"name": "NotAllowedError", "message": "no"}'
        WHERE id = %(error)s""",
    "an issue is deleted": "DELETE FROM public.app_issue WHERE id = %(error)s",
    "an issue becomes a warning": """
        UPDATE public.app_issue SET type = 'w' WHERE id = %(error)s""",
    "an issue is attributed": """
        UPDATE public.app_issue SET conference_id = %(conference)s WHERE id = %(unattributed)s""",
    "an issue is attributed elsewhere": """
        UPDATE public.app_issue SET conference_id = %(elsewhere)s WHERE id = %(error)s""",
    "the member becomes an SFU": """
        UPDATE public.participant SET is_sfu = true WHERE id = %(member)s""",
    "the guest becomes an SFU": """
        UPDATE public.participant SET is_sfu = true WHERE id = %(guest)s""",
    "the guest becomes a member": """
        INSERT INTO public.participant_conferences (participant_id, conference_id)
        VALUES (%(guest)s, %(conference)s)""",
    "the member leaves": """
        DELETE FROM public.participant_conferences WHERE participant_id = %(member)s""",
    # Foreign keys are checked on commit. So a child may be written before its conference is
    # visible.
    "a new conference appears": """
        INSERT INTO public.conference
            (id, conference_id, ongoing, duration, created_at, is_active, app_id)
        VALUES (%(new_conference)s, %(new_conference)s, false, 0, '2026-11-20T14:00:00Z', true,
                %(app)s)""",
    "the new one gets a session": """
        INSERT INTO public.app_session
            (id, platform, duration, created_at, is_active, conference_id, participant_id)
        VALUES (%(new)s, '{"browser": {"name": "Brave"}}', 0, '2026-11-20T14:00:00Z', true,
                %(new_conference)s, %(guest)s)""",
    "the new one gets a session from the first": """
        UPDATE public.app_session SET conference_id = %(new_conference)s WHERE id = %(chrome)s""",
    "the new one gets a connection": """
        UPDATE public.app_connection SET conference_id = %(new_conference)s WHERE id = %(relay)s""",
    "the new one gets an issue": """
        UPDATE public.app_issue SET conference_id = %(new_conference)s
        WHERE id = %(unattributed)s""",
    "the new one gets a member": """
        INSERT INTO public.participant_conferences (participant_id, conference_id)
        VALUES (%(guest)s, %(new_conference)s)""",
}
