CREATE TABLE public.app_session (
    id uuid PRIMARY KEY, constraints jsonb, devices jsonb,
    platform jsonb,
    metadata jsonb,
    geo_ip jsonb,
    app_version varchar(16), webrtc_sdk varchar(16), session_info jsonb,
    duration integer NOT NULL CHECK (duration >= 0), end_time timestamptz, call_start timestamptz,
    created_at timestamptz NOT NULL, is_active boolean NOT NULL,
    conference_id uuid NOT NULL REFERENCES public.conference DEFERRABLE INITIALLY DEFERRED,
    participant_id uuid NOT NULL REFERENCES public.participant DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX app_session_conference_id ON public.app_session (conference_id);
CREATE INDEX app_session_participant_id ON public.app_session (participant_id);
