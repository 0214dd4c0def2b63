CREATE TABLE public.app (
    id uuid PRIMARY KEY, name varchar(64) NOT NULL, api_key varchar(32) NOT NULL UNIQUE,
    domain varchar(256), "interval" integer NOT NULL, recording boolean NOT NULL,
    durations_days jsonb, created_at timestamptz NOT NULL, is_active boolean NOT NULL,
    organization_id uuid NOT NULL REFERENCES public.organization DEFERRABLE INITIALLY DEFERRED
);
