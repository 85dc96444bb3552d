"""The device process as the server sees it: two ZeroMQ sockets. The wire is faked, nothing else.

Behind the commands is a real training store, so that what the server reads is what the commands
wrote.
"""

import json
import threading
from typing import Any

import zmq

from device.calibration.factors import Factors
from device.calibration.procedure.bench import Bench
from device.calibration.procedure.draft import Draft
from device.calibration.procedure.live_values import live_values
from device.calibration.profile import MachineProfile
from device.calibration.recent import RecentReadings
from device.config.options import OPTIONS
from device.errors import ConflictError, NotFoundError, StoreError
from device.live.endpoints import Endpoints
from device.live.translate import live_fields
from device.objects.health import HealthObject
from device.reps.events import AmendReason, EndReason, LiveFrame
from device.reps.exercises import Exercise, Side, Variant
from device.reps.plan import SetPlan
from device.reps.rep import Phase, Rep
from device.service.health.report import disk_of, versions
from device.service.health.statistics import Statistics
from device.store.layout import StoreLayout
from device.store.reading.documents import athlete_document, set_document
from device.store.reading.reader import StoreReader
from device.store.writing.writer import StoreWriter

FRAME = LiveFrame(0, Phase.REST, 0, 0, 0.0, 0.0, 0.0, None, None, None, ())
NOMINAL = Factors(2000.0, 0.0025, 83880.0)


class RefusedError(Exception):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def a_rep(number: int = 1, **changes: Any) -> Rep:
    start = number * 4_000_000_000
    values: dict[str, Any] = {
        "number": number,
        "start_ns": start,
        "top_ns": start + 800_000_000,
        "release_ns": start + 1_900_000_000,
        "end_ns": start + 3_300_000_000,
        "detected_ns": start + 3_350_000_000,
        "rom_m": 0.62,
        "rom_pct": 98.0,
        "hold_s": 1.1,
        "held": True,
        "concentric_s": 0.8,
        "eccentric_s": 1.4,
        "mean_velocity_m_s": 0.77,
        "mean_propulsive_velocity_m_s": 0.8,
        "peak_velocity_m_s": 1.3,
        "eccentric_velocity_m_s": 0.44,
        "mean_force_n": 180.0,
        "peak_force_n": 240.0,
        "mean_power_w": 138.0,
        "peak_power_w": 280.0,
        "work_j": 111.0,
        "rfd_n_s": 900.0,
        "velocity_loss_pct": 0.0,
        "tempo": "1-0-X-1",
        "verdict": "good",
    }
    return Rep(**(values | changes))


class FakeDevice:
    """Broadcasts what a test tells it to, heartbeats by itself, and answers commands."""

    def __init__(self, data_dir: Any, addresses: Endpoints, run: str = "run-1") -> None:
        self.data_dir = data_dir
        self.run = run
        self.addresses = addresses
        self.simulated = True
        self.silent = False  # takes commands and never answers
        # Whether a key with other arguments is refused, as the real device does. Generated requests
        # reuse keys without meaning anything by it.
        self.strict_keys = False
        self.received: list[dict[str, Any]] = []
        self.plan: dict[str, Any] = {
            "exercise": "row",
            "side": "left",
            "variant": "static",
            "weight_kg": None,
            "athlete_id": None,
        }
        self._answers: dict[str, tuple[str, dict[str, Any]]] = {}
        self._seq = 0
        self._lock = threading.Lock()
        self._ready = threading.Event()
        self._stop = threading.Event()
        self._context = zmq.Context()
        self._publisher = self._context.socket(zmq.PUB)
        self._publisher.setsockopt(zmq.LINGER, 0)
        self._publisher.bind(addresses.broadcasts)
        self._reader = StoreReader(StoreLayout(data_dir).database)
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def start(self) -> "FakeDevice":
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(10)
        self._publisher.close(0)
        self._context.term()

    def publish(self, topic: str, **fields: Any) -> int:
        with self._lock:
            self._seq += 1
            message = {"v": 1, "run": self.run, "seq": self._seq, "t_ns": self._seq, **fields}
            self._publisher.send_multipart([topic.encode(), json.dumps(message).encode()])
            return self._seq

    def state(self) -> dict[str, Any]:
        athletes = {a.athlete_id: a for a in self._reader.athletes()}
        opened = self._reader.open_set()
        last, _ = self._reader.sets(limit=1)
        closed = last[0] if last and last[0].set.ended else None
        plan = self.plan | {
            "athlete": getattr(athletes.get(self.plan["athlete_id"]), "name", None),
            "reference_rom_m": None,
        }
        return {
            "source": "simulated" if self.simulated else "gpio",
            "simulated": self.simulated,
            "sensor_ok": True,
            "recording": True,
            "not_recording_reason": None,
            "not_recording_code": None,
            "unsaved_reps": 0,
            "faults": [],
            "sensors": None,
            "calibrating": False,
            "plan": plan,
            "live": live_fields(FRAME, None),
            "set": set_document(opened) if opened else None,
            "last_set": set_document(closed) if closed else None,
            "time_quality": "ntp",
            "version": "0.1.0",
        }

    def heartbeat(self) -> int:
        return self.publish("heartbeat", **self.state())

    def add_rep(self, set_id: int, rep: Rep) -> None:
        with StoreWriter(StoreLayout(self.data_dir).database, "test") as store:
            store.sets.add_rep(set_id, rep)

    def learn(
        self,
        set_id: int,
        *,
        amended: Rep,
        withdrawn: int,
        reason: AmendReason = AmendReason.REBOUND,
    ) -> None:
        """The station knows two repetitions better."""
        with StoreWriter(StoreLayout(self.data_dir).database, "test") as store:
            store.amendments.amend_rep(set_id, amended, reason, 1)
            store.amendments.withdraw_rep(set_id, withdrawn, reason, 1)

    def _serve(self) -> None:
        router = self._context.socket(zmq.ROUTER)
        router.setsockopt(zmq.LINGER, 0)
        router.bind(self.addresses.commands)
        self._store = StoreWriter(StoreLayout(self.data_dir).database, "fake", self.run)
        self._ready.set()
        while not self._stop.is_set():
            if not router.poll(100):
                self.heartbeat()
                continue
            sender, raw = router.recv_multipart()
            request = json.loads(raw)
            self.received.append(request)
            if not self.silent:
                router.send_multipart([sender, json.dumps(self._answer(request)).encode()])
                self.heartbeat()
        self._store.close()
        router.close(0)

    def _answer(self, request: dict[str, Any]) -> dict[str, Any]:
        key = request.get("key")
        answer: dict[str, Any] = {"v": 1, "id": request["id"]}
        asked = json.dumps([request["command"], request["args"]], sort_keys=True)
        if key and key in self._answers:
            first, answered = self._answers[key]
            if first == asked or not self.strict_keys:
                return answered | answer
            message = "This idempotency key belongs to another request; use a new one."
            return answer | {"ok": False, "error": {"code": "invalid", "message": message}}
        try:
            handler = getattr(self, f"_{request['command']}")
            answer |= {"ok": True, "result": handler(**request["args"])}
        except (RefusedError, ConflictError, NotFoundError, StoreError) as error:
            code = {ConflictError: "conflict", NotFoundError: "not_found"}.get(
                type(error), getattr(error, "code", "invalid")
            )
            finer = getattr(error, "finer", {})
            answer |= {"ok": False, "error": {"code": code, "message": str(error), **finer}}
        if key:
            self._answers[key] = (asked, answer)
        return answer

    def _state(self) -> dict[str, Any]:
        return {"v": 1, "run": self.run, "seq": self._seq, "t_ns": 0, **self.state()}

    def _choose(self, **changes: Any) -> dict[str, Any]:
        self._not_anothers(changes)
        self._known_athlete(changes)
        self.plan |= changes
        return {"plan": self.state()["plan"]}

    def _not_anothers(self, changes: dict[str, Any]) -> None:
        if "own_athlete_id" in changes:
            own = changes.pop("own_athlete_id")
            changes["athlete_id"] = None if self.plan["athlete_id"] is None else own

    def _known_athlete(self, changes: dict[str, Any]) -> None:
        who = changes.get("athlete_id")
        if who is not None and who not in {a.athlete_id for a in self._reader.athletes()}:
            raise RefusedError("not_found", "There is no such athlete.")

    def _start_set(self, **changes: Any) -> dict[str, Any]:
        expected = changes.pop("expected_set", "none")
        self._not_anothers(changes)
        self._known_athlete(changes)
        opened = self._store.sets.open_set_id()
        if expected not in {"none", opened}:
            raise RefusedError("conflict", "Another set is open.")
        if opened is not None:
            self._store.sets.end_set(opened, 10, EndReason.USER)
        self.plan |= changes
        plan = SetPlan(
            Exercise(self.plan["exercise"]),
            Side(self.plan["side"]),
            Variant(self.plan["variant"]),
            self.plan["weight_kg"],
            self.plan["athlete_id"],
        )
        return self._set(self._store.sets.open_set(plan, 5, by_user=True))

    def _set(self, set_id: int) -> dict[str, Any]:
        return {"set": set_document(self._reader.set(set_id))}

    def _end_set(self, set_id: int | None = None) -> dict[str, Any]:
        if set_id is None:
            set_id = self._store.sets.open_set_id()
        if set_id is None or self._store.sets.open_set_id() != set_id:
            raise RefusedError("conflict", "That set is not open.")
        self._store.sets.end_set(set_id, 10, EndReason.USER)
        return self._set(set_id)

    def _tare(self) -> dict[str, Any]:
        return {"load_zero": 83880.0}

    def _add_athlete(self, name: str, **rest: Any) -> dict[str, Any]:
        return {"athlete": athlete_document(self._store.athletes.add(name, **rest))}

    def _change_athlete(self, athlete_id: int, **changes: Any) -> dict[str, Any]:
        return {"athlete": athlete_document(self._store.athletes.change(athlete_id, changes))}

    def _erase_athlete(self, athlete_id: int) -> dict[str, Any]:
        self._store.athletes.erase_rows(athlete_id)
        return {}

    def _change_set(self, set_id: int, **changes: Any) -> dict[str, Any]:
        self._known_athlete(changes)
        undo = self._store.corrections.change_set(set_id, changes)
        return {**self._set(set_id), "undo": undo}

    def _delete_set(self, set_id: int) -> dict[str, Any]:
        self._store.corrections.delete_set(set_id)
        return self._set(set_id)

    def _restore_set(self, set_id: int) -> dict[str, Any]:
        self._store.corrections.restore_set(set_id)
        return self._set(set_id)

    def _delete_rep(self, rep_id: int) -> dict[str, Any]:
        return self._set(self._store.corrections.delete_rep(rep_id))

    def _restore_rep(self, rep_id: int) -> dict[str, Any]:
        return self._set(self._store.corrections.restore_rep(rep_id))

    def _calibrate(self, step: str, **values: Any) -> dict[str, Any]:
        nothing = live_values(Draft(), Bench(RecentReadings(), NOMINAL, MachineProfile()))
        return {"step": step, "next": "tare", "live": nothing, "message": "Let go of the handle."}

    def _settings(self) -> dict[str, Any]:
        return {"settings": {"rest_s": 30.0, "min_rom_m": 0.15}}

    def _change_settings(self, **values: Any) -> dict[str, Any]:
        unknown = set(values) - {name for name, row in OPTIONS.items() if row.page}
        if unknown:
            raise RefusedError("invalid", f"There is no option {min(unknown)}.")
        return {"settings": {"rest_s": 30.0, "min_rom_m": 0.15} | values}

    def _clock(self, **values: Any) -> dict[str, Any]:
        return {"time_quality": "tablet"}

    def _health(self) -> HealthObject:
        return {
            "run": self.run,
            "uptime_s": 1.0,
            "source": {
                "name": "simulated",
                "delivers": True,
                "ended": False,
                "status": None,
                "situation": None,
                "counters": {},
            },
            "sensors": Statistics(noise_n=lambda: None).as_dict(),
            "recording": {
                "ok": True,
                "reason": None,
                "code": None,
                "unsaved_reps": 0,
                "raw": True,
                "raw_reason": None,
            },
            "faults": [],
            "calibration": "none",
            "clock": {"time_quality": "ntp"},
            "disk": disk_of(self.data_dir),
            "process": {"hanging": [], "cpu_pct": 1.0, "memory_mb": 40.0, "temperature_c": None},
            "versions": versions(),
        }


__all__ = ["FakeDevice", "RefusedError", "a_rep"]
