"""Judges a computer by its facts: each check is a function of facts to findings."""

from collections.abc import Callable, Iterator
from typing import Final

from device.calibration.nominal import nominal_counts_per_metre
from device.diagnosis.facts import Facts, Node
from device.diagnosis.finding import Finding, Level
from device.errors import UserError
from device.sensors.gpio.opening import refuse_too_fast
from device.sensors.serial.finding import is_micropython_pico

_EDGES_GONE_FROM: Final = (6, 6)
"""Kernels without the interface through which RPi.GPIO found edges (raspberrypi/linux #6037)."""

Check = Callable[[Facts], Iterator[Finding]]


def check_hardware(facts: Facts, source: str) -> list[Finding]:
    """Everything that concerns a source; for ``simulated`` and replays, what could be connected.

    ``source`` is the option's value.
    """
    checks: tuple[Check, ...] = _CHECKS.get(source, (_board, _header))
    return [finding for check in checks for finding in check(facts)]


def check_encoder(
    encoder_lines: int, wheel_circumference_mm: float, max_edges_per_s: int
) -> Finding:
    """Whether direct wiring can count this encoder on this wheel."""
    scale = nominal_counts_per_metre(encoder_lines, wheel_circumference_mm)
    found = f"{encoder_lines} lines on {wheel_circumference_mm:g} mm: {1000 / scale:.3f} mm a count"
    try:
        refuse_too_fast(scale, max_edges_per_s)
    except UserError as error:
        return Finding(Level.PROBLEM, "encoder", f"{found}, too fine for its speed.", str(error))
    return Finding(Level.GOOD, "encoder", f"{found}.")


def _board(facts: Facts) -> Iterator[Finding]:
    if not facts.ports:
        yield Finding(
            Level.PROBLEM,
            "bridge board",
            "No serial port on USB.",
            "Plug the board in with a cable that has data wires; many charging cables have none.",
        )
    for candidate, node in facts.ports:
        if not node.usable:
            yield Finding(
                Level.PROBLEM, "bridge board", f"{node.path} may not be opened.", _join(node)
            )
        elif is_micropython_pico(candidate):
            yield Finding(Level.GOOD, "bridge board", f"A Pico with MicroPython at {node.path}.")
        else:
            yield Finding(
                Level.NOTE,
                "bridge board",
                f"{node.path} is not a Pico with MicroPython.",
                "If it is your board, name it with --port-path; a new Pico is set up as "
                "`cablecoach flash-guide` says.",
            )


def _computer(facts: Facts) -> Iterator[Finding]:
    if "Raspberry Pi" in facts.model:
        yield Finding(Level.GOOD, "computer", f"{facts.model}.")
    else:
        yield Finding(
            Level.PROBLEM,
            "computer",
            "This is not a Raspberry Pi, so it has no header.",
            "Connect the sensors through a bridge board: --source serial.",
        )


def _packages(facts: Facts) -> Iterator[Finding]:
    installed = facts.packages
    missing = [name for name in ("hx711", "gpiod") if name not in installed]
    if missing:
        yield Finding(
            Level.PROBLEM, "packages", f"{' and '.join(missing)} missing.", _install(facts)
        )
    both = {"rpi-gpio", "rpi-lgpio"} & set(installed)
    if not both:
        yield Finding(Level.PROBLEM, "packages", "No package with RPi.GPIO.", _install(facts))
    elif len(both) == 2:
        yield Finding(
            Level.PROBLEM,
            "packages",
            "RPi.GPIO and rpi-lgpio are both installed and overwrite one another.",
            f"Remove both (pip uninstall RPi.GPIO rpi-lgpio), then {_install(facts)}",
        )
    elif "rpi-gpio" in both and _is_pi_5(facts):
        yield Finding(
            Level.PROBLEM,
            "packages",
            "RPi.GPIO does not know the chip of a Raspberry Pi 5.",
            f"pip uninstall RPi.GPIO, then {_install(facts)}",
        )
    elif not missing:
        listed = ", ".join(f"{name} {version}" for name, version in sorted(installed.items()))
        yield Finding(Level.GOOD, "packages", f"{listed}.")


def _header(facts: Facts) -> Iterator[Finding]:
    if not facts.gpio_chips:
        yield Finding(
            Level.NOTE,
            "header",
            "The kernel shows no GPIO.",
            "Only direct wiring needs it; a bridge board does not.",
        )
        return
    closed = [node for node in facts.gpio_chips if not node.usable]
    if closed:
        paths = ", ".join(node.path for node in closed)
        yield Finding(Level.PROBLEM, "header", f"{paths} may not be opened.", _join(closed[0]))
    else:
        yield Finding(Level.GOOD, "header", f"{len(facts.gpio_chips)} GPIO chips may be opened.")


def _edges(facts: Facts) -> Iterator[Finding]:
    if "gpiod" not in facts.packages and facts.kernel >= _EDGES_GONE_FROM:
        kernel = ".".join(map(str, facts.kernel))
        yield Finding(
            Level.PROBLEM,
            "edges",
            f"On kernel {kernel} RPi.GPIO alone finds no edges of the encoder.",
            "pip install gpiod",
        )


def _pipe(facts: Facts) -> Iterator[Finding]:
    if "rpi-lgpio" in facts.packages and not facts.pipe_folder:
        yield Finding(
            Level.NOTE,
            "lgpio's pipe",
            "The current folder is not writable, so lgpio's pipe goes to the temporary folder.",
            "To choose another, set LG_WD to a writable folder.",
        )


def _is_pi_5(facts: Facts) -> bool:
    return any(name in facts.model for name in ("Raspberry Pi 5", "Compute Module 5"))


def _install(facts: Facts) -> str:
    newer = _is_pi_5(facts) or facts.kernel >= _EDGES_GONE_FROM
    extra = "pi5" if newer else "pi"
    return f"sudo make install WIRING=direct, or pip install '.[{extra}]' in the repository."


def _join(node: Node) -> str:
    if node.group in ("", "root"):
        return "Install CableCoach's udev rules: sudo make install."
    return f"sudo usermod -aG {node.group} $USER, then log out and in again."


_CHECKS: Final[dict[str, tuple[Check, ...]]] = {
    "serial": (_board,),
    "gpio": (_computer, _packages, _header, _edges, _pipe),
}
