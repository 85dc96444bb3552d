"""Courses of one excursion from paths in closed form, and their phases."""

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from device.reps.measuring.course import Course, make_course
from device.reps.measuring.measure import Load, Phases, find_phases

Array = NDArray[np.float64]
Path = Callable[[Array], Array]

COUNT_M = 0.0005
NO_LOAD = Load(np.empty(0), np.empty(0))


def course_of(
    path: Path,
    seconds: float,
    *,
    rate_hz: float = 200.0,
    count_m: float = COUNT_M,
    gaps_s: Iterable[tuple[float, float]] = (),
) -> Course:
    """What an encoder of some count makes of a path, without the samples inside of any gap."""
    t_s = np.arange(0.0, seconds, 1.0 / rate_hz)
    for begin_s, end_s in gaps_s:
        t_s = t_s[(t_s <= begin_s) | (t_s >= end_s)]
    return make_course(t_s, (np.floor(path(t_s) / count_m) + 0.5) * count_m, count_m)


def phases_in(
    course: Course, *, returned: bool = True, home_m: float | None = None, load: Load = NO_LOAD
) -> Phases | None:
    """The phases of a course that holds one excursion, from its highest place on."""
    high = int(np.argmax(course.x_m))
    low = high + int(np.argmin(course.x_m[high:]))
    low_s = float(course.t_s[low]) if returned else None
    return find_phases(course, float(course.t_s[high]), low_s, home_m, load)
