-- {function}: appends what one statement touched to the queue.
-- It runs inside PeerMetrics' transactions, so: as our role (they need no right here), with a fixed
-- search_path, never waiting long for a lock, and never raising. Without sequential scans, because
-- an ANALYZE during somebody's bulk load sees pages without rows, and thinks the table is empty.
CREATE OR REPLACE FUNCTION rollups.{function}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET lock_timeout = '1s' SET enable_seqscan = off
AS $$
BEGIN
    INSERT INTO rollups.change_queue {touched};
    RETURN NULL;
EXCEPTION WHEN OTHERS THEN
    RAISE WARNING 'rollups: a change of {table} was not queued (%)', SQLERRM
        USING HINT = 'Run manage.py audit --repair.';
    RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER {function} AFTER {event} ON public.{table}
{transition_tables} FOR EACH STATEMENT EXECUTE FUNCTION rollups.{function}();
