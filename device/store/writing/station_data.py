"""Writes what belongs to the station rather than to a set: calibrations, anchors, settings."""

import json
from collections.abc import Mapping
from typing import Any, Final

from device.calibration.factors import Factors
from device.clock.anchors import Anchor
from device.errors import StoreError
from device.store.connection import typed_errors
from device.store.rows import Calibration, factor_columns, read_calibration
from device.store.state import write_named
from device.store.writing.transaction import Transaction

_MAX_SETTING_BYTES: Final = 65_536
_NEIGHBOURS: Final = 2
_ONE_IN_NS: Final = 6 * 3600 * 10**9
_SAME_US: Final = 1_000_000


class CalibrationWriter:
    """Keeps every calibration; the newest is in force."""

    def __init__(self, session: Transaction) -> None:
        self._session = session

    def add(
        self,
        factors: Factors,
        kind: str,
        details: Mapping[str, Any] | None = None,
        *,
        key: str | None = None,
    ) -> Calibration:
        """Save factors, which are in force from now on.

        Args:
            factors: All finite, factors not zero.
            kind: How they were found: ``procedure``, ``tare``, ``import``.
            details: What the procedure measured.
            key: Idempotency key.

        Raises:
            UnsavedError: The disk refused; the former ones stay in force.
        """
        columns = factor_columns(factors)
        if None in columns.values():
            raise StoreError("A calibration needs finite numbers: calibrate again.")

        def work() -> dict[str, Any]:
            calibration_id = self._session.next_key("calibrations")
            origin = self._session.event("calibrated", body={**columns, "kind": kind})
            self._session.insert(
                "calibrations",
                {
                    **origin,
                    **columns,
                    "calibration_id": calibration_id,
                    "kind": kind,
                    "details": json.dumps(details or {}),
                },
            )
            return {"calibration_id": calibration_id}

        saved = self._session.once(key, work, "calibrate")["calibration_id"]
        with typed_errors():
            return read_calibration(self._session.row("calibrations", saved))


class AnchorWriter:
    """Keeps what wall clocks said: always the newest, and of those before it one every six hours.

    A year of anchors every ten minutes would be read with every list of sets, and says no more:
    a crystal is off by less than a second in six hours.
    """

    def __init__(self, session: Transaction) -> None:
        self._session = session

    def add(self, anchor: Anchor) -> None:
        """Save an anchor.

        Raises:
            UnsavedError: The disk refused.
        """

        def work() -> dict[str, Any]:
            self._thin_out(anchor)
            columns = anchor._asdict() | {
                "source": str(anchor.source),
                "uncertainty_ms": float(anchor.uncertainty_ms),
            }
            self._session.insert("anchors", columns)
            return {}

        self._session.once(None, work)

    def _thin_out(self, newest: Anchor) -> None:
        """Drop the latest anchor if the one before it and ``newest`` tell the same."""
        latest = self._session.connection.execute(
            "SELECT anchor_id, boot_id, mono_ns, wall_us, source, uncertainty_ms FROM anchors "
            "WHERE boot_id = ? AND source = ? ORDER BY anchor_id DESC LIMIT 2",
            (newest.boot_id, str(newest.source)),
        ).fetchall()
        if len(latest) < _NEIGHBOURS:
            return
        dropped = latest[0].pop("anchor_id")
        del latest[1]["anchor_id"]
        middle, before = (Anchor(**row) for row in latest)
        offsets = (newest.offset_us, middle.offset_us, before.offset_us)
        is_near = newest.mono_ns - before.mono_ns < _ONE_IN_NS
        if is_near and max(offsets) - min(offsets) < _SAME_US:
            self._session.connection.execute("DELETE FROM anchors WHERE anchor_id = ?", (dropped,))


class SettingsWriter:
    """Keeps the page's settings, each a JSON value."""

    def __init__(self, session: Transaction) -> None:
        self._session = session

    def change(self, values: Mapping[str, Any], *, key: str | None = None) -> None:
        """Save settings; those not named stay. What they may be is the caller's to check.

        Raises:
            StoreError: A value is no JSON or too long.
            UnsavedError: The disk refused; nothing was changed.
        """
        for name, value in values.items():
            _check_setting(name, value)

        def work() -> dict[str, Any]:
            self._session.event("settings_changed", body=dict(values))
            for name, value in values.items():
                write_named(self._session.connection, "settings", name, value)
            return {}

        if values:
            self._session.once(key, work, "change_settings")


def _check_setting(name: str, value: Any) -> None:
    try:
        text = json.dumps(value, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise StoreError(f"The setting {name} cannot be kept: {error}.") from error
    if len(text) > _MAX_SETTING_BYTES:
        raise StoreError(f"The setting {name} is too long: shorten it.")
