-- The width of the setup-time bucket that holds a number of milliseconds; null: it has no end.
-- A width is 10 ms, or at most a twentieth of the time: fine enough for percentiles. Each bucket lies
-- within one bucket of the summary of setup times.
CREATE OR REPLACE FUNCTION rollups.setup_bucket_width(ms double precision) RETURNS int
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN ms < 500 THEN 10
    WHEN ms < 1000 THEN 25
    WHEN ms < 2000 THEN 50
    WHEN ms < 5000 THEN 100
    WHEN ms < 10000 THEN 250
    WHEN ms < 20000 THEN 500
    WHEN ms < 60000 THEN 1000
END;

-- In PL/pgSQL: SQL functions of more than one expression are not inlined, and a call costs several
-- times as much.

-- A timestamp: YYYY-MM-DD, T or a space, HH:MM[:SS[.f...]], and optionally Z or an offset; without
-- one it is UTC. Null for anything else, also for a day or time that does not exist. It is read by
-- pattern and checked by value: a cast would stop the whole refresh at one malformed row. The pattern
-- captures nothing, so it is twenty times as fast. The parts are cut out by position.
CREATE OR REPLACE FUNCTION rollups.timestamp_of(raw jsonb) RETURNS timestamptz
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
DECLARE
    given text := raw #>> '{}';
    zone_at int;
    clock text;
    zone text;
    year int;
    month int;
    day int;
BEGIN
    IF jsonb_typeof(raw) IS DISTINCT FROM 'string' OR given !~
        '^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?$'
    THEN
        RETURN NULL;
    END IF;
    year := left(given, 4);
    month := substr(given, 6, 2);
    day := substr(given, 9, 2);
    clock := rtrim(substr(given, 12), 'Z');
    zone_at := greatest(strpos(clock, '+'), strpos(clock, '-'));
    IF zone_at > 0 THEN
        zone := replace(substr(clock, zone_at), ':', '');
        clock := left(clock, zone_at - 1);
    ELSE
        zone := '+00';
    END IF;
    IF year = 0 OR month NOT BETWEEN 1 AND 12 OR day = 0
        OR day > 28 AND day > extract(
            day FROM make_date(year, month, 1) + interval '1 month' - interval '1 day')
        OR left(clock, 2) > '23' OR substr(clock, 4, 2) > '59' OR substr(clock, 7, 2) > '59'
        OR substr(zone, 2, 2) > '23' OR substr(zone, 4, 2) > '59'
    THEN
        RETURN NULL;
    END IF;
    -- What is beyond a microsecond is cut off.
    RETURN make_timestamp(year, month, day, left(clock, 2)::int, substr(clock, 4, 2)::int,
            coalesce(nullif(substr(clock, 7, 9), ''), '0')::double precision) AT TIME ZONE 'UTC'
        - make_interval(hours => left(zone, 3)::int,
                        mins => (left(zone, 1) || coalesce(nullif(substr(zone, 4, 2), ''), '0'))::int);
END
$$;

-- Milliseconds from the start to the end of a negotiation that connected; null: there is none.
CREATE OR REPLACE FUNCTION rollups.setup_ms_of(negotiation jsonb) RETURNS double precision
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
DECLARE
    ms numeric;
BEGIN
    IF negotiation -> 'status' IS DISTINCT FROM '"connected"' THEN
        RETURN NULL;
    END IF;
    ms := extract(epoch FROM rollups.timestamp_of(negotiation -> 'end_time')
        - rollups.timestamp_of(negotiation -> 'start_time')) * 1000;
    RETURN CASE WHEN ms >= 0 THEN ms END;
END
$$;
