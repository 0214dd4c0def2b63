CREATE OR REPLACE FUNCTION rollups.segment_id(
    app_version text, browser text, os text, country text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN rollups.id_of(md5(app_version) || md5(browser) || md5(os) || md5(country));
