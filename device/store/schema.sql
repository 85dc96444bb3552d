-- The training store, version 5. A fresh database is made from this file; an older one is brought
-- here by migrations/NNNN_*.sql, and a test holds that both end up the same.
--
-- Every row that tells of something happening carries station, run_id and seq (its event: exactly
-- once at a hub that collects many stations), and boot_id and mono_ns (when, on a clock nobody
-- can set). Wall time is never stored in them: it is derived from `anchors` on reading.
-- `crc` is the CRC-32 of the row's other columns, see device/store/rows.py; only what may be lost
-- (`answers`) goes without.

CREATE TABLE runs (
    ordinal   INTEGER PRIMARY KEY AUTOINCREMENT,  -- the order of boots and runs
    run_id    TEXT    NOT NULL UNIQUE,
    station   TEXT    NOT NULL,
    boot_id   TEXT    NOT NULL,
    mono_ns   INTEGER NOT NULL,
    source    TEXT    NOT NULL,                    -- as the user asked for it, such as 'simulated'
    version   TEXT    NOT NULL,
    crc       INTEGER NOT NULL DEFAULT 0
) STRICT;

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
    body      TEXT    NOT NULL,                    -- JSON: what the rows do not say already
    crc       INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX events_by_set ON events (set_id) WHERE set_id IS NOT NULL;
CREATE INDEX events_by_athlete ON events (athlete_id) WHERE athlete_id IS NOT NULL;

CREATE TABLE athletes (
    athlete_id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used twice, even after an erasure
    name      TEXT    NOT NULL,
    unit      TEXT    NOT NULL CHECK (unit IN ('kg', 'lb')),
    colour    TEXT    NOT NULL,
    crc       INTEGER NOT NULL DEFAULT 0
) STRICT;

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
    crc       INTEGER NOT NULL,
    definition INTEGER                             -- of its figures; NULL is 1, see device/reps/definition.py
) STRICT;
CREATE UNIQUE INDEX one_open_set ON sets (station) WHERE ended IS NULL;
CREATE INDEX sets_by_athlete ON sets (athlete_id, exercise, side);

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
    detected_ns INTEGER NOT NULL,                  -- what follows is NULL where it is unknown
    rom_m     REAL,
    rom_pct   REAL,
    hold_s    REAL,
    held      INTEGER,                             -- NULL where no hold is asked for, or known
    concentric_s REAL,
    eccentric_s REAL,
    mean_velocity_m_s REAL,
    mean_propulsive_velocity_m_s REAL,
    peak_velocity_m_s REAL,
    eccentric_velocity_m_s REAL,
    mean_force_n REAL,
    peak_force_n REAL,
    mean_power_w REAL,
    peak_power_w REAL,
    work_j    REAL,
    rfd_n_s   REAL,
    velocity_loss_pct REAL,
    tempo     TEXT,
    verdict   TEXT    NOT NULL,
    reasons   TEXT    NOT NULL,                    -- words, separated by spaces
    flags     TEXT    NOT NULL,
    deleted   INTEGER NOT NULL,
    crc       INTEGER NOT NULL,
    start_pm_s REAL,                               -- half widths of 90 % intervals
    hold_pm_s REAL,
    rom_pm_m  REAL,
    mean_velocity_pm_m_s REAL,
    steadiness_mm REAL,
    close     INTEGER,                             -- an interval spans a limit of the verdict
    amended   TEXT,                                -- why its figures were corrected, and when
    amended_ns INTEGER,
    withdrawn TEXT,                                -- why it is no repetition, and since when
    withdrawn_ns INTEGER,
    UNIQUE (set_id, number)                        -- a retry never counts a rep twice
) STRICT;

CREATE TABLE corrections (                         -- what a set said before somebody changed it
    correction_id INTEGER PRIMARY KEY AUTOINCREMENT,
    seq       INTEGER NOT NULL,
    set_id    INTEGER NOT NULL REFERENCES sets (set_id) ON DELETE CASCADE,
    field     TEXT    NOT NULL,
    before    TEXT    NOT NULL,                    -- JSON
    after     TEXT    NOT NULL,
    crc       INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX corrections_by_set ON corrections (set_id);

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

CREATE TABLE anchors (                             -- what a wall clock said at an instant
    anchor_id INTEGER PRIMARY KEY AUTOINCREMENT,
    boot_id   TEXT    NOT NULL,
    mono_ns   INTEGER NOT NULL,
    wall_us   INTEGER NOT NULL,
    source    TEXT    NOT NULL,
    uncertainty_ms REAL NOT NULL,
    crc       INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX anchors_by_boot ON anchors (boot_id);

CREATE TABLE settings (
    name      TEXT    PRIMARY KEY,
    value     TEXT    NOT NULL,                    -- JSON
    crc       INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE state (                               -- what the store keeps for itself
    name      TEXT    PRIMARY KEY,
    value     TEXT    NOT NULL,                    -- JSON
    crc       INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE answers (                             -- idempotency: what a key was answered
    answer_id INTEGER PRIMARY KEY AUTOINCREMENT,
    key       TEXT    NOT NULL UNIQUE,
    answer    TEXT    NOT NULL                     -- JSON
) STRICT;
