CREATE TABLE public.app_issue (
    id uuid PRIMARY KEY,
    type varchar(1) NOT NULL,
    code varchar(32) NOT NULL,
    data jsonb,
    created_at timestamptz NOT NULL, is_active boolean NOT NULL,
    conference_id uuid REFERENCES public.conference DEFERRABLE INITIALLY DEFERRED,
    connection_id uuid REFERENCES public.app_connection DEFERRABLE INITIALLY DEFERRED,
    participant_id uuid REFERENCES public.participant DEFERRABLE INITIALLY DEFERRED,
    session_id uuid NOT NULL REFERENCES public.app_session DEFERRABLE INITIALLY DEFERRED,
    track_id uuid
);
CREATE INDEX app_issue_conference_id ON public.app_issue (conference_id);
CREATE INDEX app_issue_session_id ON public.app_issue (session_id);
CREATE INDEX idx_issue_conf_type ON public.app_issue (conference_id, type);
