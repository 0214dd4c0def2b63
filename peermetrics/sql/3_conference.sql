CREATE TABLE public.conference (
    id uuid PRIMARY KEY, conference_id varchar(64) NOT NULL, conference_name varchar(64),
    conference_info jsonb, start_time timestamptz, call_start timestamptz, end_time timestamptz,
    ongoing boolean NOT NULL, duration integer NOT NULL CHECK (duration >= 0),
    created_at timestamptz NOT NULL, is_active boolean NOT NULL,
    app_id uuid NOT NULL REFERENCES public.app DEFERRABLE INITIALLY DEFERRED,
    UNIQUE (conference_id, app_id)
);
CREATE INDEX conference_app_id ON public.conference (app_id);
CREATE INDEX conference_conference_id ON public.conference (conference_id);
CREATE INDEX idx_conf_app_created ON public.conference (app_id, created_at DESC);
