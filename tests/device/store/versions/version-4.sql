-- A store of version 4: that of version 3, brought there by its own migration.
BEGIN TRANSACTION;
CREATE TABLE anchors (                             -- what a wall clock said at an instant
    anchor_id INTEGER PRIMARY KEY AUTOINCREMENT,
    boot_id   TEXT    NOT NULL,
    mono_ns   INTEGER NOT NULL,
    wall_us   INTEGER NOT NULL,
    source    TEXT    NOT NULL,
    uncertainty_ms REAL NOT NULL
, crc INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO "anchors" VALUES(1,'3f1d6c0a5b7e4d2f8a9b0c1d2e3f4a5b',1000,1780000000000000,'ntp',20.0,1802350326);
CREATE TABLE answers (                             -- idempotency: what a key was answered
    answer_id INTEGER PRIMARY KEY AUTOINCREMENT,
    key       TEXT    NOT NULL UNIQUE,
    answer    TEXT    NOT NULL                     -- JSON
) STRICT;
INSERT INTO "answers" VALUES(1,'k1','{"set_id": 1}');
CREATE TABLE athletes (
    athlete_id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used twice, even after an erasure
    name      TEXT    NOT NULL,
    unit      TEXT    NOT NULL CHECK (unit IN ('kg', 'lb')),
    colour    TEXT    NOT NULL
, crc INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO "athletes" VALUES(1,'Zoë','lb','#aa3300',2386745510);
CREATE TABLE calibrations (
    calibration_id INTEGER PRIMARY KEY AUTOINCREMENT,
    station   TEXT    NOT NULL,
    run_id    TEXT    NOT NULL,
    seq       INTEGER NOT NULL,
    boot_id   TEXT    NOT NULL,
    mono_ns   INTEGER NOT NULL,
    kind      TEXT    NOT NULL,                    -- 'procedure', 'tare', 'import', ...
    counts_per_metre REAL NOT NULL,
    newtons_per_count REAL NOT NULL,
    load_zero REAL    NOT NULL,
    load_delay_s REAL NOT NULL,
    details   TEXT    NOT NULL,                    -- JSON: how it was found
    crc       INTEGER NOT NULL
) STRICT;
INSERT INTO "calibrations" VALUES(1,'cac44ac588f4dd73','00000000000000000000000000000001',3,'3f1d6c0a5b7e4d2f8a9b0c1d2e3f4a5b',12000,'procedure',1990.5,0.0026,83880.0,0.025,'{"residual_n": 0.4}',4214654060);
CREATE TABLE corrections (                         -- what a set said before somebody changed it
    correction_id INTEGER PRIMARY KEY AUTOINCREMENT,
    seq       INTEGER NOT NULL,
    set_id    INTEGER NOT NULL REFERENCES sets (set_id) ON DELETE CASCADE,
    field     TEXT    NOT NULL,
    before    TEXT    NOT NULL,                    -- JSON
    after     TEXT    NOT NULL
, crc INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO "corrections" VALUES(1,9,1,'weight_kg','40.0','42.5',899204751);
CREATE TABLE events (                              -- the outbox: what a hub has to be told
    seq       INTEGER PRIMARY KEY AUTOINCREMENT,
    station   TEXT    NOT NULL,
    run_id    TEXT    NOT NULL,
    boot_id   TEXT    NOT NULL,
    mono_ns   INTEGER NOT NULL,
    kind      TEXT    NOT NULL,
    athlete_id INTEGER,
    set_id    INTEGER,
    rep_id    INTEGER,
    body      TEXT    NOT NULL                     -- JSON
, crc INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO "events" VALUES(1,'cac44ac588f4dd73','00000000000000000000000000000001','3f1d6c0a5b7e4d2f8a9b0c1d2e3f4a5b',12000,'athlete_added',1,NULL,NULL,'{"name": "Zo\u00eb", "unit": "lb", "colour": "#aa3300"}',3735767362);
INSERT INTO "events" VALUES(2,'cac44ac588f4dd73','00000000000000000000000000000001','3f1d6c0a5b7e4d2f8a9b0c1d2e3f4a5b',12000,'settings_changed',NULL,NULL,NULL,'{"rest_s": 25}',1409305698);
INSERT INTO "events" VALUES(3,'cac44ac588f4dd73','00000000000000000000000000000001','3f1d6c0a5b7e4d2f8a9b0c1d2e3f4a5b',12000,'calibrated',NULL,NULL,NULL,'{"counts_per_metre": 1990.5, "newtons_per_count": 0.0026, "load_zero": 83880.0, "load_delay_s": 0.025, "kind": "procedure"}',2966736221);
INSERT INTO "events" VALUES(4,'cac44ac588f4dd73','00000000000000000000000000000001','3f1d6c0a5b7e4d2f8a9b0c1d2e3f4a5b',5000,'set_started',NULL,1,NULL,'{"exercise": "row", "side": "left", "variant": "knee_drive", "weight_kg": 40.0, "athlete_id": 1, "reference_rom_m": 0.62, "by_user": true}',3724922012);
INSERT INTO "events" VALUES(5,'cac44ac588f4dd73','00000000000000000000000000000001','3f1d6c0a5b7e4d2f8a9b0c1d2e3f4a5b',6001,'rep',NULL,1,1,'{"rep": 1, "start_s": 3.0, "top_s": 3.6, "release_s": 4.7, "end_s": 5.9, "detected_s": 5.95, "rom_m": 0.601, "rom_pct": null, "hold_s": 1.1, "held": true, "concentric_s": 0.6, "eccentric_s": 1.2, "mean_velocity_m_s": 1.0, "mean_propulsive_velocity_m_s": 1.05, "peak_velocity_m_s": 1.6, "eccentric_velocity_m_s": 0.5, "mean_force_n": 200.0, "peak_force_n": 260.5, "mean_power_w": 200.0, "peak_power_w": 380.25, "work_j": 120.0, "rfd_n_s": 900.0, "velocity_loss_pct": 0.0, "tempo": "1-0-X-1", "verdict": "good", "reasons": [], "flags": []}',1305088725);
INSERT INTO "events" VALUES(6,'cac44ac588f4dd73','00000000000000000000000000000001','3f1d6c0a5b7e4d2f8a9b0c1d2e3f4a5b',6002,'rep',NULL,1,2,'{"rep": 2, "start_s": 6.0, "top_s": 6.6, "release_s": 7.7, "end_s": 8.9, "detected_s": 8.95, "rom_m": 0.602, "rom_pct": null, "hold_s": 1.1, "held": true, "concentric_s": 0.6, "eccentric_s": 1.2, "mean_velocity_m_s": 1.0, "mean_propulsive_velocity_m_s": 1.05, "peak_velocity_m_s": 1.6, "eccentric_velocity_m_s": 0.5, "mean_force_n": 200.0, "peak_force_n": 260.5, "mean_power_w": 200.0, "peak_power_w": 380.25, "work_j": 120.0, "rfd_n_s": 900.0, "velocity_loss_pct": 0.0, "tempo": "1-0-X-1", "verdict": "good", "reasons": [], "flags": []}',3953965176);
INSERT INTO "events" VALUES(7,'cac44ac588f4dd73','00000000000000000000000000000001','3f1d6c0a5b7e4d2f8a9b0c1d2e3f4a5b',6003,'rep',NULL,1,3,'{"rep": 3, "start_s": 9.0, "top_s": 9.6, "release_s": 10.7, "end_s": 11.9, "detected_s": 11.95, "rom_m": 0.603, "rom_pct": null, "hold_s": 1.1, "held": true, "concentric_s": 0.6, "eccentric_s": 1.2, "mean_velocity_m_s": 1.0, "mean_propulsive_velocity_m_s": 1.05, "peak_velocity_m_s": 1.6, "eccentric_velocity_m_s": 0.5, "mean_force_n": 200.0, "peak_force_n": 260.5, "mean_power_w": 200.0, "peak_power_w": 380.25, "work_j": 120.0, "rfd_n_s": 900.0, "velocity_loss_pct": 0.0, "tempo": "1-0-X-1", "verdict": "good", "reasons": [], "flags": []}',2220211676);
INSERT INTO "events" VALUES(8,'cac44ac588f4dd73','00000000000000000000000000000001','3f1d6c0a5b7e4d2f8a9b0c1d2e3f4a5b',9000,'set_ended',NULL,1,NULL,'{"ended": "rest"}',3716804133);
INSERT INTO "events" VALUES(9,'cac44ac588f4dd73','00000000000000000000000000000001','3f1d6c0a5b7e4d2f8a9b0c1d2e3f4a5b',12000,'set_changed',NULL,1,NULL,'{"weight_kg": 42.5}',706661455);
INSERT INTO "events" VALUES(10,'cac44ac588f4dd73','00000000000000000000000000000001','3f1d6c0a5b7e4d2f8a9b0c1d2e3f4a5b',12000,'rep_deleted',NULL,1,2,'{}',4218420620);
INSERT INTO "events" VALUES(11,'cac44ac588f4dd73','00000000000000000000000000000001','3f1d6c0a5b7e4d2f8a9b0c1d2e3f4a5b',10000,'set_started',NULL,2,NULL,'{"exercise": "row", "side": "left", "variant": "static", "weight_kg": null, "athlete_id": null, "reference_rom_m": null, "by_user": false}',1788575273);
INSERT INTO "events" VALUES(12,'cac44ac588f4dd73','00000000000000000000000000000001','3f1d6c0a5b7e4d2f8a9b0c1d2e3f4a5b',11000,'rep',NULL,2,4,'{"rep": 1, "start_s": 3.0, "top_s": 3.6, "release_s": 4.7, "end_s": 5.9, "detected_s": 5.95, "rom_m": 0.601, "rom_pct": null, "hold_s": 1.1, "held": true, "concentric_s": 0.6, "eccentric_s": 1.2, "mean_velocity_m_s": 1.0, "mean_propulsive_velocity_m_s": 1.05, "peak_velocity_m_s": 1.6, "eccentric_velocity_m_s": 0.5, "mean_force_n": 200.0, "peak_force_n": 260.5, "mean_power_w": 200.0, "peak_power_w": 380.25, "work_j": 120.0, "rfd_n_s": 900.0, "velocity_loss_pct": 0.0, "tempo": "1-0-X-1", "verdict": "good", "reasons": [], "flags": ["gap"]}',309256321);
CREATE TABLE reps (
    rep_id    INTEGER PRIMARY KEY AUTOINCREMENT,
    set_id    INTEGER NOT NULL REFERENCES sets (set_id) ON DELETE CASCADE,
    station   TEXT    NOT NULL,
    run_id    TEXT    NOT NULL,
    seq       INTEGER NOT NULL,
    boot_id   TEXT    NOT NULL,
    mono_ns   INTEGER NOT NULL,
    number    INTEGER NOT NULL,
    start_ns  INTEGER NOT NULL,
    top_ns    INTEGER NOT NULL,
    release_ns INTEGER NOT NULL,
    end_ns    INTEGER NOT NULL,
    detected_ns INTEGER NOT NULL,
    rom_m     REAL    NOT NULL,
    rom_pct   REAL,
    hold_s    REAL    NOT NULL,
    held      INTEGER,
    concentric_s REAL NOT NULL,
    eccentric_s REAL  NOT NULL,
    mean_velocity_m_s REAL NOT NULL,
    mean_propulsive_velocity_m_s REAL NOT NULL,
    peak_velocity_m_s REAL NOT NULL,
    eccentric_velocity_m_s REAL NOT NULL,
    mean_force_n REAL,
    peak_force_n REAL,
    mean_power_w REAL,
    peak_power_w REAL,
    work_j    REAL,
    rfd_n_s   REAL,
    velocity_loss_pct REAL NOT NULL,
    tempo     TEXT    NOT NULL,
    verdict   TEXT    NOT NULL,
    reasons   TEXT    NOT NULL,                    -- words, separated by spaces
    flags     TEXT    NOT NULL,
    deleted   INTEGER NOT NULL,
    crc       INTEGER NOT NULL,
    UNIQUE (set_id, number)                        -- a retry never counts a rep twice
) STRICT;
INSERT INTO "reps" VALUES(1,1,'cac44ac588f4dd73','00000000000000000000000000000001',5,'3f1d6c0a5b7e4d2f8a9b0c1d2e3f4a5b',6001,1,3000000000,3600000000,4700000000,5900000000,5950000000,0.601,NULL,1.1,1,0.6,1.2,1.0,1.05,1.6,0.5,200.0,260.5,200.0,380.25,120.0,900.0,0.0,'1-0-X-1','good','','',0,511702055);
INSERT INTO "reps" VALUES(2,1,'cac44ac588f4dd73','00000000000000000000000000000001',6,'3f1d6c0a5b7e4d2f8a9b0c1d2e3f4a5b',6002,2,6000000000,6600000000,7700000000,8900000000,8950000000,0.602,NULL,1.1,1,0.6,1.2,1.0,1.05,1.6,0.5,200.0,260.5,200.0,380.25,120.0,900.0,0.0,'1-0-X-1','good','','',1,3964702656);
INSERT INTO "reps" VALUES(3,1,'cac44ac588f4dd73','00000000000000000000000000000001',7,'3f1d6c0a5b7e4d2f8a9b0c1d2e3f4a5b',6003,3,9000000000,9600000000,10700000000,11900000000,11950000000,0.603,NULL,1.1,1,0.6,1.2,1.0,1.05,1.6,0.5,200.0,260.5,200.0,380.25,120.0,900.0,0.0,'1-0-X-1','good','','',0,3725839410);
INSERT INTO "reps" VALUES(4,2,'cac44ac588f4dd73','00000000000000000000000000000001',12,'3f1d6c0a5b7e4d2f8a9b0c1d2e3f4a5b',11000,1,3000000000,3600000000,4700000000,5900000000,5950000000,0.601,NULL,1.1,1,0.6,1.2,1.0,1.05,1.6,0.5,200.0,260.5,200.0,380.25,120.0,900.0,0.0,'1-0-X-1','good','','gap',0,183660043);
CREATE TABLE runs (
    ordinal   INTEGER PRIMARY KEY AUTOINCREMENT,  -- the order of boots and runs
    run_id    TEXT    NOT NULL UNIQUE,
    station   TEXT    NOT NULL,
    boot_id   TEXT    NOT NULL,
    mono_ns   INTEGER NOT NULL,
    source    TEXT    NOT NULL,                    -- as the user asked for it, such as 'simulated'
    version   TEXT    NOT NULL
, crc INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO "runs" VALUES(1,'00000000000000000000000000000001','cac44ac588f4dd73','3f1d6c0a5b7e4d2f8a9b0c1d2e3f4a5b',500,'simulated','0.1.0',2345166041);
CREATE TABLE sets (
    set_id    INTEGER PRIMARY KEY AUTOINCREMENT,
    station   TEXT    NOT NULL,
    run_id    TEXT    NOT NULL,
    seq       INTEGER NOT NULL,
    boot_id   TEXT    NOT NULL,
    mono_ns   INTEGER NOT NULL,
    started_ns INTEGER NOT NULL,                   -- the source's clock, as all times of reps
    ended_ns  INTEGER,
    ended     TEXT,                                -- why, NULL while the set is open
    by_user   INTEGER NOT NULL,
    athlete_id INTEGER REFERENCES athletes (athlete_id),
    exercise  TEXT    NOT NULL,
    side      TEXT    NOT NULL,
    variant   TEXT    NOT NULL,
    weight_kg REAL,
    reference_rom_m REAL,
    note      TEXT    NOT NULL,
    recording TEXT,                                -- name of its raw recording
    deleted   INTEGER NOT NULL,
    crc       INTEGER NOT NULL
) STRICT;
INSERT INTO "sets" VALUES(1,'cac44ac588f4dd73','00000000000000000000000000000001',4,'3f1d6c0a5b7e4d2f8a9b0c1d2e3f4a5b',5000,0,11900000000,'rest',1,1,'row','left','knee_drive',42.5,0.62,'',NULL,0,2260698051);
INSERT INTO "sets" VALUES(2,'cac44ac588f4dd73','00000000000000000000000000000001',11,'3f1d6c0a5b7e4d2f8a9b0c1d2e3f4a5b',10000,0,NULL,NULL,0,NULL,'row','left','static',NULL,NULL,'',NULL,0,1878471017);
CREATE TABLE settings (
    name      TEXT    PRIMARY KEY,
    value     TEXT    NOT NULL                     -- JSON
, crc INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO "settings" VALUES('rest_s','25',2487724519);
CREATE TABLE state (
    name      TEXT    PRIMARY KEY,
    value     TEXT    NOT NULL
, crc INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO "state" VALUES('installation','"6d2c38b1142046a484afffa3e03331e4"',2843431851);
CREATE UNIQUE INDEX one_open_set ON sets (station) WHERE ended IS NULL;
CREATE INDEX sets_by_athlete ON sets (athlete_id, exercise, side);
CREATE INDEX corrections_by_set ON corrections (set_id);
CREATE INDEX anchors_by_boot ON anchors (boot_id);
CREATE INDEX events_by_set ON events (set_id) WHERE set_id IS NOT NULL;
CREATE INDEX events_by_athlete ON events (athlete_id) WHERE athlete_id IS NOT NULL;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('runs',1);
INSERT INTO "sqlite_sequence" VALUES('events',12);
INSERT INTO "sqlite_sequence" VALUES('athletes',1);
INSERT INTO "sqlite_sequence" VALUES('calibrations',1);
INSERT INTO "sqlite_sequence" VALUES('anchors',1);
INSERT INTO "sqlite_sequence" VALUES('sets',2);
INSERT INTO "sqlite_sequence" VALUES('answers',1);
INSERT INTO "sqlite_sequence" VALUES('reps',4);
INSERT INTO "sqlite_sequence" VALUES('corrections',1);
COMMIT;
PRAGMA user_version = 4;
