-- conference_participants: conferences by number of participants.
SELECT app_id, day, filter_id, participants, count(*)::int AS conferences
FROM counted
GROUP BY app_id, day, filter_id, participants
