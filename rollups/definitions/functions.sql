-- A name is trimmed of white space and cut at 64 characters. If nothing is left, it is 'Unknown'.
-- The list holds Unicode's white space. '\s' would depend on the locale.
CREATE OR REPLACE FUNCTION rollups.name_of(raw text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(nullif(left(btrim(raw,
    E'\t\n\u000B\f\r\u001C\u001D\u001E\u001F \u0085\u00A0\u1680\u2000\u2001\u2002\u2003\u2004'
    '\u2005\u2006\u2007\u2008\u2009\u200A\u2028\u2029\u202F\u205F\u3000'), 64), ''), 'Unknown');

-- The same for JSON: anything but a string is no name.
CREATE OR REPLACE FUNCTION rollups.name_of(raw jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE jsonb_typeof(raw)
    WHEN 'string' THEN rollups.name_of(raw #>> '{}') ELSE 'Unknown' END;

-- Ids are computed from values, so nobody looks one up. Two writers of the same new value get the
-- same id without waiting for each other. It is 64 bits of md5, which is the same in every version of
-- PostgreSQL. Two values with one id would not be merged: they would violate the unique key of the
-- dimension table.
CREATE OR REPLACE FUNCTION rollups.id_of(text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ('x' || left(md5($1), 16))::bit(64)::bigint;

CREATE OR REPLACE FUNCTION rollups.filter_id(dimension text, value text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN rollups.id_of(dimension || '=' || value);
