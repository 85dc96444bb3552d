"""Under-voltage and heat of the computer itself, by its kernel (row 37 of docs/reliability.md).

A Raspberry Pi's kernel driver ``raspberrypi-hwmon`` shows the firmware's under-voltage alarm as
``in0_lcrit_alarm`` of the device ``rpi_volt`` (https://docs.kernel.org/hwmon/), and the
temperature as any Linux does. Files need no rights and no subprocess; ``vcgencmd`` needs both.
"""

from pathlib import Path
from typing import Final, NamedTuple

from device.reps.rep import RepFlag

_TOO_HOT_C: Final = 80.0
"""From here on a Raspberry Pi slows itself down (raspberrypi.com, "Frequency management")."""


class Trouble(NamedTuple):
    """What is wrong with the computer: a word, and a sentence that says what to do."""

    kind: str
    detail: str


_UNDER_VOLTAGE: Final = Trouble(
    RepFlag.UNDER_VOLTAGE, "The supply is too weak: use the official one and a short, thick cable."
)


class Power:
    """Looks at supply and temperature. ``sysfs`` is where the kernel shows them."""

    def __init__(self, sysfs: Path = Path("/sys")) -> None:
        self._alarms = [
            folder / "in0_lcrit_alarm"
            for folder in sorted(sysfs.glob("class/hwmon/hwmon*"))
            if _read(folder / "name") == "rpi_volt"
        ]
        self._zones = sorted(sysfs.glob("class/thermal/thermal_zone*/temp"))

    def temperature_c(self) -> float | None:
        """The hottest thermal zone, or ``None`` where there is none."""
        degrees = [int(text) / 1000 for text in map(_read, self._zones) if _is_number(text)]
        return max(degrees, default=None)

    def troubles(self) -> list[Trouble]:
        """What is wrong at present."""
        found = [_UNDER_VOLTAGE] if any(_read(alarm) == "1" for alarm in self._alarms) else []
        temperature_c = self.temperature_c()
        if temperature_c is not None and temperature_c >= _TOO_HOT_C:
            found.append(
                Trouble(
                    RepFlag.OVERHEATING,
                    f"The computer is at {temperature_c:.0f} °C and slows down: "
                    "give it air, or a heat sink.",
                )
            )
        return found


def _is_number(text: str) -> bool:
    return text.removeprefix("-").isdecimal()


def _read(file: Path) -> str:
    try:
        return file.read_text().strip()
    except OSError:
        return ""
