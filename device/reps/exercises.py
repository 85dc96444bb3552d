"""The exercises: one row each, and the only place that lists them.

Detection, cues, verdicts, advice, the simulated trainee, what the API accepts and what the page
draws take their words and numbers from here; the page gets the rows from the station. A further
exercise is a row, a drawing of its name in ``widgets/figures.js``, and its words in each catalogue.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

SHAKY_MM: Final = 2.5
"""A hold is called shaky from this ``steadiness_mm`` on, in every exercise; it costs nothing. Less
calls an ordinary hand's tremor shaky, more is silent about a sway that anybody sees."""


class Side(StrEnum):
    """The arm that works, or both hands on one handle."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


class Variant(StrEnum):
    """How the legs take part."""

    STATIC = "static"
    KNEE_DRIVE = "knee_drive"


@dataclass(frozen=True, slots=True)
class Dose:
    """How many repetitions a set has: no fewer than ``least``, no more than ``most``."""

    least: int
    most: int


_ONE_ARM: Final = (Side.LEFT, Side.RIGHT)
_SIX_TO_TEN: Final = Dose(6, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseSpec:
    """One row of the table of exercises.

    Attributes:
        words: The word that its texts in the catalogues are named by (``card.<word>.title``).
        sides: The sides it is done on, in the order of a session.
        variants: How the legs may take part; where there is one, there is nothing to choose.
        hold_target_s: Seconds to hold the end position; ``None`` where none is asked for.
        dose: Repetitions of a set.
        pull_most_s: A pull that lasts longer than this many seconds lacks intent.
        release_least_s: A release lasts this many seconds at least, and at least as long as its
            pull.
        range_share: Share of the athlete's reference range that a repetition has to reach.
        min_rom_m: Movements of the handle shorter than this are not repetitions, in metres. The
            simulator's fidgets reach 0.07 m, its shortest full repetitions 0.30 m and partial ones
            55 % of it: 0.15 m lies between.
        usual_rom_m: From and to, in metres: what grown people reach; the simulated trainee does.
        figure: Name of its drawing; the variant follows it after an underscore.
        session_order: Its place in a session, from 1; ``None`` where it is only chosen by hand.
    """

    words: str
    sides: tuple[Side, ...]
    variants: tuple[Variant, ...] = (Variant.STATIC,)
    hold_target_s: float | None = 1.0
    dose: Dose = _SIX_TO_TEN
    pull_most_s: float = 1.5
    release_least_s: float = 1.0
    range_share: float = 0.9
    min_rom_m: float = 0.15
    usual_rom_m: tuple[float, float]
    figure: str
    session_order: int | None = None


class Exercise(StrEnum):
    """An exercise: its word in the store, recordings, exports and the API, with its row."""

    _value_: str
    spec: ExerciseSpec

    def __new__(cls, word: str, *row: ExerciseSpec) -> Self:
        """A member whose value is its word alone; calling the class with a word finds it."""
        member = str.__new__(cls, word)
        member._value_ = word
        (member.spec,) = row
        return member

    ROW = (
        "row",
        ExerciseSpec(
            words="row",
            sides=_ONE_ARM,
            variants=(Variant.STATIC, Variant.KNEE_DRIVE),
            usual_rom_m=(0.56, 0.64),
            figure="row",
            session_order=1,
        ),
    )
    PUNCH = (
        "punch",
        ExerciseSpec(
            words="punch",
            sides=_ONE_ARM,
            usual_rom_m=(0.48, 0.55),
            figure="punch",
            session_order=2,
        ),
    )
    PUSHDOWN = (
        "pushdown",
        ExerciseSpec(
            words="pushdown",
            sides=(Side.BOTH,),
            hold_target_s=None,
            dose=Dose(8, 12),
            usual_rom_m=(0.36, 0.44),
            figure="pushdown",
        ),
    )


SESSION: Final = tuple(
    sorted(
        (exercise for exercise in Exercise if exercise.spec.session_order is not None),
        key=lambda exercise: exercise.spec.session_order or 0,
    )
)
"""The exercises of a session, in its order; the first is what a station begins with."""
