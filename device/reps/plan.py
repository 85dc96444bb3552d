"""What the athlete is about to do."""

from dataclasses import dataclass

from device.reps.exercises import SESSION, Exercise, Side, Variant


@dataclass(frozen=True, slots=True)
class SetPlan:
    """Exercise, side and load of a set, as chosen on the tablet or by default.

    Attributes:
        exercise: A row of the table of exercises.
        side: The working arm, or both.
        variant: How the legs take part.
        weight_kg: What the stack is set to; ``None`` where nobody said.
        athlete_id: Key of the athlete in the store; ``None`` for a guest.
        reference_rom_m: The athlete's reference range for this exercise and side; ``None`` until
            it is known.
    """

    exercise: Exercise = SESSION[0]
    side: Side = Side.LEFT
    variant: Variant = Variant.STATIC
    weight_kg: float | None = None
    athlete_id: int | None = None
    reference_rom_m: float | None = None
