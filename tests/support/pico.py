"""A Pico for the firmware's driver modules: MicroPython's ``machine`` and ``rp2`` over an emulator.

``asm_pio`` translates the decorated program to pioasm text, which Adafruit's assembler encodes;
``StateMachine`` runs the words in pioemu, against a world that gives the pins' levels.
"""

import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import FunctionType, ModuleType, SimpleNamespace
from typing import Any
from unittest.mock import patch

import adafruit_pioasm
from pioemu import State, emulate

FIRMWARE = Path(__file__).parents[2] / "device" / "firmware" / "pico"

_IRQ_OPCODE = 0b110
_PIO0_IRQ = 0x50200030


class Line:
    """One instruction of the text; delay and side-set are added as MicroPython writes them."""

    def __init__(self, text: str) -> None:
        self.text = text

    def side(self, value: int) -> "Line":
        self.text += f" side {value}"
        return self

    def __getitem__(self, delay: int) -> "Line":
        self.text += f" [{delay}]"
        return self


@dataclass
class Program:
    """An assembled program with what its decorator asked for."""

    words: list[int]
    wrap_target: int
    wrap: int
    options: dict[str, Any]


def _translate(function: FunctionType) -> list[str]:
    """The program as pioasm text, by running its body with instructions that write themselves."""
    lines: list[Line] = []

    def emitter(mnemonic: str) -> Callable[..., Line]:
        def emit(*operands: object) -> Line:
            words = ", ".join(str(operand) for operand in operands)
            lines.append(Line(f"{mnemonic} {words}".strip()))
            return lines[-1]

        return emit

    names = ["x", "y", "isr", "osr", "pins", "pin", "pc", "noblock"]
    namespace: dict[str, Any] = {name: name for name in names} | {"x_dec": "x--"}
    mnemonics = ["jmp", "push", "mov", "out", "irq", "wait", "set", "nop"]
    namespace |= {name: emitter(name) for name in mnemonics}
    namespace |= {
        "in_": emitter("in"),
        "invert": lambda operand: f"~{operand}",
        "label": lambda name: lines.append(Line(f"{name}:")),
        "wrap_target": lambda: lines.append(Line(".wrap_target")),
        "wrap": lambda: lines.append(Line(".wrap")),
        "__builtins__": {},
    }
    FunctionType(function.__code__, namespace)()
    return [line.text for line in lines]


def asm_pio(**options: Any) -> Callable[[FunctionType], Program]:
    def assemble(function: FunctionType) -> Program:
        head = [".program it"] + [".side_set 1"] * ("sideset_init" in options)
        program = adafruit_pioasm.Program("\n".join(head + _translate(function)))
        wraps = program.pio_kwargs
        return Program(list(program.assembled), wraps["wrap_target"], wraps["wrap"], options)

    return assemble


class Pico:
    """One board: its pins' world, its interrupt flags, its state machines.

    Args:
        levels: Gives the levels of the pins from a state machine's first input pin upwards, from
            that machine's state: bit 0 is the first.
        frequency_hz: What a state machine's clock is counted in.
    """

    def __init__(self, levels: Callable[[State], int]) -> None:
        self.levels = levels
        self.irq = 0
        self.machines: list[StateMachine] = []

    def modules(self) -> dict[str, ModuleType]:
        """MicroPython's modules, as far as the firmware uses them."""
        board = self

        class Registers:
            def __getitem__(self, address: int) -> int:
                assert address == _PIO0_IRQ
                return board.irq

            def __setitem__(self, address: int, clear: int) -> None:
                assert address == _PIO0_IRQ
                board.irq &= ~clear

        class Pin:
            IN, OUT, PULL_UP = "in", "out", "up"

            def __init__(self, number: int, *mode: str, value: int = 0) -> None:
                self.number = number

            def value(self, level: int) -> None: ...

        def state_machine(*args: Any, **options: Any) -> "StateMachine":
            self.machines.append(StateMachine(board, *args, **options))
            return self.machines[-1]

        machine, rp2, clock = ModuleType("machine"), ModuleType("rp2"), ModuleType("time")
        machine.__dict__.update(Pin=Pin, mem32=Registers())
        rp2.__dict__.update(
            asm_pio=asm_pio,
            StateMachine=state_machine,
            PIO=SimpleNamespace(SHIFT_LEFT=0, SHIFT_RIGHT=1, JOIN_RX=2, OUT_LOW=0),
        )
        clock.__dict__.update(sleep_us=lambda us: None)
        return {"machine": machine, "rp2": rp2, "time": clock}


class StateMachine:
    """A state machine that runs in the emulator, as far as it is told to."""

    def __init__(
        self,
        board: Pico,
        number: int,
        program: Program,
        *,
        freq: int,
        in_base: Any,
        sideset_base: Any = None,
    ) -> None:
        self.frequency_hz = freq
        self.program = program
        self._board = board
        self._has_side_set = sideset_base is not None
        # The emulator counts pins from 0: those of the input first, the clock after them.
        self._state = State(pin_directions=2 if self._has_side_set else 0)
        self._run: Iterator[tuple[State, State]] | None = None

    def exec(self, text: str) -> None:
        """One instruction out of turn."""
        (word,) = adafruit_pioasm.assemble(
            ".program one\n"
            + text.replace("_(", " ").translate(str.maketrans({"(": " ", ")": " "}))
        )
        run = self._emulation([word], self._state)
        after = next(run)[1]
        self._state = replace(after, program_counter=0, clock=self._state.clock)

    def active(self, on: int) -> None: ...

    def run_until(self, clock: int) -> None:
        """Let time pass, up to this count of the machine's own clock."""
        while self._state.clock < clock:
            if self._run is None:
                self._run = self._emulation(self.program.words, self._state)
            step = next(self._run, None)
            if step is None:
                self._interrupt()
            else:
                self._state = step[1]

    @property
    def clock(self) -> int:
        return self._state.clock

    def rx_fifo(self) -> int:
        return len(self._state.receive_fifo)

    def get(self) -> int:
        while not self._state.receive_fifo:
            self.run_until(self._state.clock + 1)
        first, *others = self._state.receive_fifo
        self._go_on(receive_fifo=deque(others))
        return first

    def _interrupt(self) -> None:
        """IRQ, which the emulator does not know: it stops there."""
        word = self.program.words[self._state.program_counter]
        assert word >> 13 == _IRQ_OPCODE, "only IRQ may stop the emulator"
        self._board.irq |= 1 << (word & 7)
        self._go_on(program_counter=self._state.program_counter + 1, clock=self._state.clock + 1)

    def _go_on(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._run = None

    def _emulation(self, words: list[int], state: State) -> Iterator[tuple[State, State]]:
        levels = self._board.levels

        def source(now: State) -> int:
            return levels(now)

        options = self.program.options
        return emulate(
            words,
            stop_when=lambda opcode, now: False,
            initial_state=state,
            input_source=source,
            shift_isr_right=bool(options.get("in_shiftdir", 0)),
            shift_osr_right=bool(options.get("out_shiftdir", 0)),
            side_set_base=1,
            side_set_count=int(self._has_side_set),
            wrap_target=self.program.wrap_target if len(words) > 1 else 0,
            wrap_top=self.program.wrap if len(words) > 1 else 0,
        )


@contextmanager
def firmware(**fakes: ModuleType) -> Iterator[None]:
    """While this is open, ``import link`` and the like mean the firmware's modules."""
    with patch.dict(sys.modules, fakes), patch.object(sys, "path", [str(FIRMWARE), *sys.path]):
        yield
