CREATE TABLE public.organization (
    id uuid PRIMARY KEY, name varchar(64) NOT NULL,
    created_at timestamptz NOT NULL, is_active boolean NOT NULL
);
