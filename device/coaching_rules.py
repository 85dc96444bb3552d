"""What the page is told of the exercises and of what it may enter; it has no numbers of its own."""

from device.config.options import OPTIONS
from device.objects.coaching import BoundsObject, DoseObject, ExerciseObject, LimitsObject
from device.reps.definition import DEFINITION
from device.reps.exercises import SHAKY_MM, Exercise
from device.reps.scoring.advice import WEIGHT_STEPS
from device.store.checks import HEAVIEST_KG, LONGEST_NAME, LONGEST_NOTE


def exercise_objects() -> list[ExerciseObject]:
    """Every exercise, in the order of the table."""
    return [_exercise_object(exercise) for exercise in Exercise]


def limits_object() -> LimitsObject:
    """What the station takes."""
    return LimitsObject(
        heaviest_kg=HEAVIEST_KG,
        longest_name=LONGEST_NAME,
        longest_note=LONGEST_NOTE,
        shaky_mm=SHAKY_MM,
        definition=DEFINITION,
        weight_step=dict(WEIGHT_STEPS),
        settings={
            name: BoundsObject(low=row.low, high=row.high)
            for name, row in OPTIONS.items()
            if row.page and row.low is not None and row.high is not None
        },
    )


def _exercise_object(exercise: Exercise) -> ExerciseObject:
    spec = exercise.spec
    return ExerciseObject(
        name=str(exercise),
        words=spec.words,
        sides=[str(side) for side in spec.sides],
        variants=[str(variant) for variant in spec.variants],
        hold_target_s=spec.hold_target_s,
        dose=DoseObject(least=spec.dose.least, most=spec.dose.most),
        pull_most_s=spec.pull_most_s,
        release_least_s=spec.release_least_s,
        range_share=spec.range_share,
        min_rom_m=spec.min_rom_m,
        figure=spec.figure,
        session_order=spec.session_order,
    )
