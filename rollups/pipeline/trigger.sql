-- {function}: queues the conferences that one statement touched.
-- It runs inside PeerMetrics' transactions. So it runs as our role (PeerMetrics' role needs no right
-- here), has a fixed search_path, never waits long for a lock, and never raises. It avoids sequential
-- scans: an ANALYZE during a bulk load sees pages without rows, and takes the table for empty.
CREATE OR REPLACE FUNCTION rollups.{function}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET lock_timeout = '200ms' SET enable_seqscan = off
AS $$
BEGIN
    -- On another table, the types and casts of its owner would run as our role.
    IF TG_TABLE_SCHEMA <> 'public' OR TG_TABLE_NAME <> '{table}' THEN
        RAISE EXCEPTION '%.% is not public.{table}', TG_TABLE_SCHEMA, TG_TABLE_NAME;
    END IF;
    {queue_what_changed};
    RETURN NULL;
EXCEPTION WHEN OTHERS THEN
    RAISE WARNING 'rollups: a change of {table} was not queued (%)', SQLERRM
        USING HINT = 'The audit finds it within some minutes: see manage.py status.';
    BEGIN
        -- A sequence keeps its value when this block, or the transaction, is rolled back.
        PERFORM nextval('rollups.missed_change');
    EXCEPTION WHEN OTHERS THEN
        RAISE WARNING 'rollups: nor was it counted (%)', SQLERRM
            USING HINT = 'Run manage.py audit --repair.';
    END;
    RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION rollups.{function}() FROM PUBLIC;

CREATE OR REPLACE TRIGGER {function} AFTER {event} ON public.{table}
{transition_tables} FOR EACH STATEMENT EXECUTE FUNCTION rollups.{function}();
