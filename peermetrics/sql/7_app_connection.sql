CREATE TABLE public.app_connection (
    id uuid PRIMARY KEY,
    type varchar(1),
    state varchar(32) NOT NULL,
    connection_info jsonb,
    start_time timestamptz, end_time timestamptz, duration integer NOT NULL CHECK (duration >= 0),
    created_at timestamptz NOT NULL, is_active boolean NOT NULL,
    conference_id uuid NOT NULL REFERENCES public.conference DEFERRABLE INITIALLY DEFERRED,
    participant_id uuid NOT NULL REFERENCES public.participant DEFERRABLE INITIALLY DEFERRED,
    peer_id uuid NOT NULL REFERENCES public.participant DEFERRABLE INITIALLY DEFERRED,
    session_id uuid NOT NULL REFERENCES public.app_session DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX app_connection_conference_id ON public.app_connection (conference_id);
CREATE INDEX app_connection_session_id ON public.app_connection (session_id);
