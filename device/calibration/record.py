"""An accepted calibration: what is kept, and when it no longer holds."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, Self

from device.calibration.factors import Factors
from device.calibration.fit import WeightPoint
from device.calibration.profile import MachineProfile

VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class CalibrationRecord:
    """One accepted calibration, complete; records are kept, never changed.

    Attributes:
        factors: What turns counts into units from here on.
        accepted_at: ISO 8601 with offset, from the caller's clock; ``None`` where it knew no time.
        operator: Who did it, as they said.
        wiring: Fingerprint of the wiring it was done with, see ``wiring_fingerprint``.
        profile: The machine it was done on.
        weights: The known forces and their counts, without the tare.
        residual_n: Root mean square error of the load cell's line.
        noise_n: Standard deviation of the load cell at rest.
        length_method: ``pull``, ``wheel`` or ``kept``.
        length_m: The known length that was pulled, or ``None``.
        closure_m: How far from its start the handle came back in the check.
    """

    factors: Factors
    accepted_at: str | None
    operator: str | None
    wiring: str
    profile: MachineProfile
    weights: tuple[WeightPoint, ...]
    residual_n: float
    noise_n: float
    length_method: str
    length_m: float | None
    closure_m: float

    def to_json(self) -> dict[str, Any]:
        """The record as plain JSON values."""
        return {
            "v": VERSION,
            **asdict(self),
            "profile": self.profile.to_json(),
            "weights": [list(point) for point in self.weights],
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """The record of ``to_json``.

        Raises:
            ValueError: The values are of a later version or damaged.
        """
        if values.get("v") != VERSION:
            raise ValueError(f"calibration record of version {values.get('v')!r}")
        try:
            return cls(
                **{
                    **{name: value for name, value in values.items() if name != "v"},
                    "factors": Factors(**values["factors"]),
                    "profile": MachineProfile.from_json(values["profile"]),
                    "weights": tuple(WeightPoint(*point) for point in values["weights"]),
                }
            )
        except (KeyError, TypeError) as error:
            raise ValueError(f"damaged calibration record: {error}") from error


def wiring_fingerprint(parts: Mapping[str, object]) -> str:
    """A short name for a way of wiring; another pin, board or encoder gives another name.

    Args:
        parts: What the factors depend on, for example the source, the board's serial number,
            the pins, the counts a turn. The order does not matter.
    """
    canonical = json.dumps(dict(parts), sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]
