-- In PL/pgSQL: SQL functions of more than one expression are not inlined, and a call costs several
-- times as much.

-- A coordinate: a JSON number, or a string of an optional sign, one to three digits and optional
-- decimals; null for anything else. A number too near to zero for a double is zero.
CREATE OR REPLACE FUNCTION rollups.coordinate_of(raw jsonb) RETURNS double precision
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
DECLARE
    n numeric;
BEGIN
    IF jsonb_typeof(raw) = 'number'
        OR (jsonb_typeof(raw) = 'string' AND raw #>> '{}' ~ '^[+-]?[0-9]{1,3}(\.[0-9]+)?$')
    THEN
        n := (raw #>> '{}')::numeric;
        RETURN CASE WHEN abs(n) < 1e-300 THEN 0 WHEN abs(n) <= 180 THEN n END;
    END IF;
    RETURN NULL;
END
$$;
