-- gum_error: getUserMedia errors by name and message.
SELECT app_id, day, filter_id, gum_name, gum_message, count(*)::int AS issues
FROM counted
WHERE gum_name IS NOT NULL
GROUP BY app_id, day, filter_id, gum_name, gum_message
