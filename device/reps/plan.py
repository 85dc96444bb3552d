"""What the athlete is about to do."""

from dataclasses import dataclass

from device.reps.rep import Exercise, Side, Variant


@dataclass(frozen=True, slots=True)
class SetPlan:
    """Exercise, side and load of a set, as chosen on the tablet or by default.

    Attributes:
        exercise: Row or punch.
        side: The working arm.
        variant: Static legs or knee drive; for rows.
        weight_kg: What the stack is set to; ``None`` where nobody said.
        athlete_id: Key of the athlete in the store; ``None`` for a guest.
        reference_rom_m: The athlete's reference range for this exercise and side; ``None`` until
            it is known.
    """

    exercise: Exercise = Exercise.ROW
    side: Side = Side.LEFT
    variant: Variant = Variant.STATIC
    weight_kg: float | None = None
    athlete_id: int | None = None
    reference_rom_m: float | None = None
