-- Every row has a checksum now, not only what was measured: a rotten name, anchor or setting is
-- noticed as well. `row_checksum` is device.store.rows.checksum.
ALTER TABLE runs ADD COLUMN crc INTEGER NOT NULL DEFAULT 0;
UPDATE runs SET crc = row_checksum(
    'ordinal', ordinal, 'run_id', run_id, 'station', station, 'boot_id', boot_id,
    'mono_ns', mono_ns, 'source', source, 'version', version
);
ALTER TABLE events ADD COLUMN crc INTEGER NOT NULL DEFAULT 0;
UPDATE events SET crc = row_checksum(
    'seq', seq, 'station', station, 'run_id', run_id, 'boot_id', boot_id, 'mono_ns', mono_ns,
    'kind', kind, 'athlete_id', athlete_id, 'set_id', set_id, 'rep_id', rep_id, 'body', body
);
ALTER TABLE athletes ADD COLUMN crc INTEGER NOT NULL DEFAULT 0;
UPDATE athletes SET crc = row_checksum(
    'athlete_id', athlete_id, 'name', name, 'unit', unit, 'colour', colour
);
ALTER TABLE corrections ADD COLUMN crc INTEGER NOT NULL DEFAULT 0;
UPDATE corrections SET crc = row_checksum(
    'correction_id', correction_id, 'seq', seq, 'set_id', set_id, 'field', field,
    'before', before, 'after', after
);
ALTER TABLE anchors ADD COLUMN crc INTEGER NOT NULL DEFAULT 0;
UPDATE anchors SET crc = row_checksum(
    'anchor_id', anchor_id, 'boot_id', boot_id, 'mono_ns', mono_ns, 'wall_us', wall_us,
    'source', source, 'uncertainty_ms', uncertainty_ms
);
ALTER TABLE settings ADD COLUMN crc INTEGER NOT NULL DEFAULT 0;
UPDATE settings SET crc = row_checksum('name', name, 'value', value);
ALTER TABLE state ADD COLUMN crc INTEGER NOT NULL DEFAULT 0;
UPDATE state SET crc = row_checksum('name', name, 'value', value);
