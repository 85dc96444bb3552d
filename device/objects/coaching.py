"""What the station says of sets and exercises: rules, summaries, advice and trends."""

from typing import Annotated, Literal, TypedDict

from device.objects.words import FlagWord, SideWord


class DoseObject(TypedDict):
    """How many repetitions a set has."""

    least: Annotated[int, "No fewer."]
    most: Annotated[int, "No more."]


class ExerciseObject(TypedDict):
    """An exercise and its rules: a row of the table of exercises."""

    name: Annotated[str, "Key of the exercise."]
    words: Annotated[str, "The word that its texts in the catalogues are named by."]
    sides: Annotated[list[SideWord], "The sides it is done on, in the order of a session."]
    variants: Annotated[list[str], "How the legs may take part; one leaves nothing to choose."]
    hold_target_s: Annotated[float | None, "How long to hold the end; `null` where not asked for."]
    dose: Annotated[DoseObject, "Repetitions of a set."]
    pull_most_s: Annotated[float, "A pull that lasts longer lacks intent."]
    release_least_s: Annotated[float, "A release lasts so long, and as long as its pull."]
    range_share: Annotated[float, "Share of the reference range that a repetition has to reach."]
    min_rom_m: Annotated[float, "Shorter movements are not repetitions."]
    figure: Annotated[str, "Name of its drawing; the variant follows after an underscore."]
    session_order: Annotated[int | None, "Place in a session; `null` where chosen by hand only."]


class BoundsObject(TypedDict):
    """From and to, both included."""

    low: Annotated[float, "Least allowed number."]
    high: Annotated[float, "Greatest allowed number."]


class LimitsObject(TypedDict):
    """What the station takes."""

    heaviest_kg: Annotated[float, "Greatest weight of a stack."]
    longest_name: Annotated[int, "Characters of a name."]
    longest_note: Annotated[int, "Characters of a note."]
    shaky_mm: Annotated[float, "A hold is called shaky from this `steadiness_mm` on."]
    definition: Annotated[int, "The definition by which sets are measured now."]
    weight_step: Annotated[
        dict[str, float], "The usual step of a stack by the unit it is marked in, in that unit."
    ]
    settings: Annotated[
        dict[str, BoundsObject], "Bounds of the settings that are numbers, by name."
    ]


class PaceObject(TypedDict):
    """How the present release goes."""

    least_s: Annotated[float, "It has to last so long."]
    guide_s: Annotated[float, "An even, comfortable one lasts so long."]
    hurry: Annotated[bool, "Going on like this, it would be over too soon."]


class SummaryObject(TypedDict):
    """A set in figures; each is ``null`` where no repetition counts towards it.

    Flagged repetitions are left out of what their flag puts in doubt.
    """

    reps: Annotated[int, "Repetitions, those put away left out."]
    good_reps: Annotated[int, "Those whose verdict is `good`."]
    unknown_reps: Annotated[
        int, "Those whose verdict is `unknown`: what it needs was not measured."
    ]
    held_reps: Annotated[int | None, "Those held long enough; `null` where no hold is asked for."]
    flagged_reps: Annotated[int, "Those whose figures are in doubt."]
    left_out: Annotated[list[int], "Numbers of those whose range or hold is unknown or in doubt."]
    flags: Annotated[list[FlagWord], "Every doubt of the set, once."]
    mean_rom_m: Annotated[float | None, "Mean range."]
    best_rom_m: Annotated[float | None, "Longest range."]
    mean_hold_s: Annotated[float | None, "Mean time at the end position."]
    mean_velocity_m_s: Annotated[float | None, "Mean of the mean velocities."]
    peak_velocity_m_s: Annotated[float | None, "Highest velocity."]
    velocity_loss_pct: Annotated[float | None, "Loss of the last repetition that counts."]
    mean_power_w: Annotated[float | None, "Mean of the mean powers."]
    peak_power_w: Annotated[float | None, "Highest power."]
    work_j: Annotated[float | None, "Work of all repetitions that count."]


class AdviceObject(TypedDict):
    """What a coach would say after a set; the page has the words."""

    praise: Annotated[
        Literal["empty", "all_good", "held", "good"],
        "What was good: nothing done, every repetition, more held than good, or the good ones.",
    ]
    todo: Annotated[
        str,
        "A `Reason` most repetitions fell short by, or `more` repetitions, `unknown` where some "
        "could not be judged, or `keep` it up.",
    ]
    todo_reps: Annotated[int, "How many repetitions that is about."]
    complete: Annotated[bool, "The dose was reached and every repetition was good."]
    next_weight: Annotated[
        dict[str, float] | None,
        "The weight to set next by the unit of the stack, in that unit; `null` where unknown.",
    ]


class TrendObject(SummaryObject):
    """One set of a trend: its summary, and what it was. Figures of rows with different definitions
    do not compare.
    """

    set_id: Annotated[int, "Key in the store."]
    started_at: Annotated[str | None, "Its beginning, ISO 8601 with offset."]
    exercise: Annotated[str, "Key of the exercise."]
    side: Annotated[SideWord, "The side that worked."]
    variant: Annotated[str, "Key of the variant."]
    weight_kg: Annotated[float | None, "What the stack was set to."]
    held_pct: Annotated[
        float | None,
        "Share held of those whose hold is known; `null` where no hold is asked for, or known.",
    ]
    compared_velocity_m_s: Annotated[
        float | None,
        "Mean velocity, in sets with the weight and the definition of the latest one: else `null`.",
    ]
    definition: Annotated[int, "By which definition its figures were made."]


class DayAsymmetryObject(TypedDict):
    """How uneven the sides were on a day."""

    day: Annotated[str, "`YYYY-MM-DD`."]
    asymmetry_pct: Annotated[float, "Percent of the longer mean range; above 0 where left's is."]


class TrendsObject(TypedDict):
    """The latest sets of one exercise, oldest first."""

    exercise: Annotated[str | None, "Key of the exercise; `null` where there is no set."]
    weight_kg: Annotated[float | None, "Weight of the latest set; velocities are compared at it."]
    sets: Annotated[list[TrendObject], "One row a set with repetitions."]
    asymmetry: Annotated[list[DayAsymmetryObject], "One row a day on which both sides trained."]
    redefined: Annotated[
        list[int],
        "Keys of the sets from which on the figures are made by another definition than before: "
        "no line is drawn across.",
    ]


class ComparedSetObject(TypedDict):
    """Another set beside the one that is looked at."""

    set_id: Annotated[int, "Key in the store."]
    side: Annotated[SideWord, "The side that worked."]
    summary: Annotated[SummaryObject, "Its figures."]
    definition: Annotated[int, "By which definition they were made."]


class ComparisonObject(TypedDict):
    """A set beside others of its athlete and exercise."""

    previous: Annotated[ComparedSetObject | None, "The one before it on the same side."]
    other_side: Annotated[ComparedSetObject | None, "The nearest one of the other side."]
    asymmetry_pct: Annotated[
        float | None,
        "Both sides: percent of the longer mean range; above 0 where left's is. `null` where they "
        "were measured by different definitions.",
    ]
