CREATE OR REPLACE FUNCTION rollups.segment_id(
    app_version text, browser text, os text, country text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN rollups.id_of(md5(app_version) || md5(browser) || md5(os) || md5(country));

-- What a session of this app version, platform and place is counted under: its segment's values.
CREATE OR REPLACE FUNCTION rollups.segment_of(version text, platform jsonb, geo_ip jsonb)
RETURNS TABLE (app_version text, browser text, os text, country text)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        rollups.name_of(version),
        rollups.name_of(platform #> '{browser,name}'),
        rollups.name_of(platform #> '{os,name}'),
        rollups.name_of(geo_ip -> 'country_code');
END;
