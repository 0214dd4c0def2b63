"""One GROUP BY for each statistic, over the raw rows, by app and UTC day, without filters.

This is what a nightly job or a materialized view would compute. Each has one parameter, an app's id
as text, or NULL for all apps.
"""

_DAY = "({}.created_at AT TIME ZONE 'UTC')::date"
_OF_APP = "(%(app_id)s::uuid IS NULL OR c.app_id = %(app_id)s::uuid)"

_TIMESTAMP = r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d"


def _of_conferences(columns: str, joined: str = "") -> str:
    return f"""
SELECT c.app_id, {_DAY.format("c")} AS day, {columns}, count(*) AS conferences
FROM public.conference c {joined}
WHERE c.is_active AND {_OF_APP}
GROUP BY 1, 2, 3"""


def _of_rows(table: str, columns: str, groups: int, where: str = "true") -> str:
    numbers = ", ".join(str(number) for number in range(1, 3 + groups))
    return f"""
SELECT c.app_id, {_DAY.format("r")} AS day, {columns}, count(*) AS rows,
    count(DISTINCT r.conference_id) AS conferences
FROM public.{table} r JOIN public.conference c ON c.id = r.conference_id
WHERE r.is_active AND {_OF_APP} AND {where}
GROUP BY {numbers}"""


def _name(column: str, key: str, value: str = "name") -> str:
    return f"coalesce(r.{column} #>> '{{{key},{value}}}', 'Unknown')"


def _setup_time() -> str:
    moments = [
        f"""CASE WHEN r.connection_info #>> '{{negotiations,0,{key}}}' ~ '{_TIMESTAMP}'
            THEN (r.connection_info #>> '{{negotiations,0,{key}}}')::timestamptz END"""
        for key in ("end_time", "start_time")
    ]
    ms = f"extract(epoch FROM {moments[0]} - {moments[1]}) * 1000"
    bounds = "0,250,500,750,1000,1500,2000,2500,3000,4000,5000"
    connected = "r.connection_info #>> '{negotiations,0,status}' = 'connected'"
    bucket = f"width_bucket(({ms})::numeric, '{{{bounds}}}'::numeric[])"
    return _of_rows("app_connection", bucket, 1, connected)


_HAS = (
    "EXISTS (SELECT FROM public.app_issue i "
    "WHERE i.conference_id = c.id AND i.is_active AND i.type = '{}')"
)

STATEMENTS = {
    "conferences by status": _of_conferences(
        f"CASE WHEN c.ongoing THEN 'ongoing' WHEN {_HAS.format('e')} THEN 'error' "
        f"WHEN {_HAS.format('w')} THEN 'warning' ELSE 'success' END AS status"
    ),
    "conferences by duration": _of_conferences(
        "width_bucket(c.duration::numeric, "
        "'{0,60,180,300,600,900,1200,1500,1800,2400,3000,3600}'::numeric[]) AS bucket"
    ),
    "conferences by participants": _of_conferences(
        "coalesce(members.number, 0) AS participants",
        """
LEFT JOIN (
    SELECT pc.conference_id, count(DISTINCT p.id) AS number
    FROM public.participant_conferences pc
    JOIN public.participant p ON p.id = pc.participant_id AND p.is_active AND NOT p.is_sfu
    JOIN public.app_session s
        ON s.participant_id = p.id AND s.conference_id = pc.conference_id
    GROUP BY 1
) members ON members.conference_id = c.id""",
    ),
    "issues by code": _of_rows("app_issue", "r.code", 1),
    "media errors by name": _of_rows(
        "app_issue", "r.data ->> 'name' AS name", 1, "r.code = 'getusermedia_error'"
    ),
    "connections by type": _of_rows("app_connection", "r.type = 'r'", 1, "r.type IS NOT NULL"),
    "connections by setup time": _setup_time(),
    "sessions by browser": _of_rows(
        "app_session",
        f"{_name('platform', 'browser')}, {_name('platform', 'browser', 'version')}",
        2,
    ),
    "sessions by system": _of_rows(
        "app_session", f"{_name('platform', 'os')}, {_name('platform', 'os', 'version')}", 2
    ),
    "sessions by country": _of_rows("app_session", "r.geo_ip ->> 'country_code'", 1),
    "sessions by city": _of_rows(
        "app_session",
        "r.geo_ip ->> 'country_code', r.geo_ip ->> 'city', r.geo_ip ->> 'latitude', "
        "r.geo_ip ->> 'longitude'",
        4,
        "r.geo_ip ->> 'city' IS NOT NULL",
    ),
}
