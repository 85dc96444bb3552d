/** Objects of the wire, as `device/objects` declares them. */

export type SideWord = "left" | "right";
export type PhaseWord = "rest" | "concentric" | "hold" | "eccentric";

export interface AthleteObject {
  athlete_id: number;
  name: string;
  unit: "kg" | "lb";
  colour: string;
}

export interface PlanObject {
  exercise: string;
  side: SideWord;
  variant: string;
  weight_kg: number | null;
  athlete_id: number | null;
  athlete: string | null;
  reference_rom_m: number | null;
}

export interface RepMetrics {
  rom_m: number;
  rom_pct: number | null;
  concentric_s: number;
  hold_s: number;
  held: boolean;
  eccentric_s: number;
  tempo: string;
  mean_velocity_m_s: number;
  mean_propulsive_velocity_m_s: number;
  peak_velocity_m_s: number;
  eccentric_velocity_m_s: number;
  mean_force_n: number | null;
  peak_force_n: number | null;
  mean_power_w: number | null;
  peak_power_w: number | null;
  work_j: number | null;
  rfd_n_s: number | null;
  velocity_loss_pct: number;
}

export interface RepObject extends RepMetrics {
  rep: number;
  start_s: number;
  top_s: number;
  release_s: number;
  end_s: number;
  detected_s: number;
  verdict: string;
  reasons: string[];
  flags: string[];
  rep_id?: number;
}

export interface SetObject {
  set_id: number;
  plan: PlanObject;
  started_at: string | null;
  time_quality: string;
  started_s: number;
  elapsed_s: number;
  ended: string | null;
  by_user: boolean;
  note: string | null;
  deleted: boolean;
  damaged_reps: number;
  weight_step: -1 | 0 | 1;
  reps: RepObject[];
}

export interface LiveObject {
  phase: PhaseWord;
  phase_s: number;
  rep_count: number;
  excursion_m: number;
  hold_s: number;
  velocity_m_s: number;
  force_n: number | null;
  power_w: number | null;
  reference_rom_m: number | null;
  set_elapsed_s: number | null;
}

export interface FaultObject {
  kind: string;
  detail: string;
}

export interface StateObject {
  source: string;
  simulated: boolean;
  sensor_ok: boolean;
  recording: boolean;
  not_recording_reason: string | null;
  not_recording_code: string | null;
  unsaved_reps: number;
  faults: FaultObject[];
  plan: PlanObject;
  live: LiveObject | null;
  set: SetObject | null;
  last_set: SetObject | null;
  time_quality: string;
  version: string;
  calibrating: boolean;
}

export interface Envelope {
  v: number;
  run: string;
  seq: number;
  t_ns: number;
}

export interface LiveMessage extends Envelope, LiveObject {}

export interface PhaseMessage extends Envelope {
  phase: PhaseWord;
  since_ns: number;
  hold_reached: boolean;
}

export interface RepMessage extends Envelope {
  stage: "top" | "confirmed" | "saved" | "rejected";
  number: number | null;
  rom_m: number;
  peak_velocity_m_s?: number;
  reason?: string;
  rep?: RepObject;
  set_id?: number;
  rep_id?: number;
}

export interface SetMessage extends Envelope {
  stage: "started" | "ended" | "changed" | "deleted";
  set: SetObject;
}

export interface FaultMessage extends Envelope {
  kind: string;
  raised: boolean;
  detail: string;
}

export interface StateMessage extends Envelope, StateObject {}
