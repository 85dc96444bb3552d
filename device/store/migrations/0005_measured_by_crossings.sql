-- What could not be measured is NULL: NOT NULL goes from the declarations of the figures alone, as in
-- version 4 and for its reasons.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(sql,
        'rom_m     REAL    NOT NULL', 'rom_m     REAL'),
        'hold_s    REAL    NOT NULL', 'hold_s    REAL'),
        'concentric_s REAL NOT NULL', 'concentric_s REAL'),
        'eccentric_s REAL  NOT NULL', 'eccentric_s REAL'),
        'mean_velocity_m_s REAL NOT NULL', 'mean_velocity_m_s REAL'),
        'mean_propulsive_velocity_m_s REAL NOT NULL', 'mean_propulsive_velocity_m_s REAL'),
        'peak_velocity_m_s REAL NOT NULL', 'peak_velocity_m_s REAL'),
        'eccentric_velocity_m_s REAL NOT NULL', 'eccentric_velocity_m_s REAL'),
        'velocity_loss_pct REAL NOT NULL', 'velocity_loss_pct REAL'),
        'tempo     TEXT    NOT NULL', 'tempo     TEXT')
    WHERE type = 'table' AND name = 'reps';
CREATE TABLE changed (held INTEGER);
DROP TABLE changed;
PRAGMA writable_schema = RESET;

-- How sure the figures are, and what was corrected after it had been announced. All of it is NULL in
-- the rows of before, whose checksums and figures stay as they are.
ALTER TABLE reps ADD COLUMN start_pm_s REAL;
ALTER TABLE reps ADD COLUMN hold_pm_s REAL;
ALTER TABLE reps ADD COLUMN rom_pm_m REAL;
ALTER TABLE reps ADD COLUMN mean_velocity_pm_m_s REAL;
ALTER TABLE reps ADD COLUMN steadiness_mm REAL;
ALTER TABLE reps ADD COLUMN close INTEGER;
ALTER TABLE reps ADD COLUMN amended TEXT;
ALTER TABLE reps ADD COLUMN amended_ns INTEGER;
ALTER TABLE reps ADD COLUMN withdrawn TEXT;
ALTER TABLE reps ADD COLUMN withdrawn_ns INTEGER;

-- By which definition a set's figures were made; those of before are NULL, which is definition 1.
ALTER TABLE sets ADD COLUMN definition INTEGER;
