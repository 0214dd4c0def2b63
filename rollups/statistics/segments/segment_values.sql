-- segment_values: what a session `s` is filtered by. The SQL of facts names it $segment_values.
    rollups.name_of(s.app_version) AS app_version,
    rollups.name_of(s.platform #> '{browser,name}') AS browser,
    rollups.name_of(s.platform #> '{os,name}') AS os,
    rollups.name_of(s.geo_ip -> 'country_code') AS country
