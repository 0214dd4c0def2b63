CREATE TABLE public.participant (
    id uuid PRIMARY KEY, participant_id varchar(64) NOT NULL, participant_name varchar(64),
    is_sfu boolean NOT NULL, created_at timestamptz NOT NULL, is_active boolean NOT NULL,
    app_id uuid NOT NULL REFERENCES public.app DEFERRABLE INITIALLY DEFERRED,
    UNIQUE (participant_id, app_id)
);
