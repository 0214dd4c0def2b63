CREATE TABLE public.participant_conferences (
    id serial PRIMARY KEY,
    participant_id uuid NOT NULL REFERENCES public.participant DEFERRABLE INITIALLY DEFERRED,
    conference_id uuid NOT NULL REFERENCES public.conference DEFERRABLE INITIALLY DEFERRED,
    UNIQUE (participant_id, conference_id)
);
CREATE INDEX participant_conferences_conference_id ON public.participant_conferences (conference_id);
