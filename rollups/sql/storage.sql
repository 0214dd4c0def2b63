-- Room on each page for the next version of a row, so that counting up touches no index (HOT).
ALTER TABLE rollups.conference_status SET (
    fillfactor = 75, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000);

-- The queue is emptied all the time: vacuum by the number of dead rows, whatever its size was.
ALTER TABLE rollups.change_queue SET (
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
