"""Whether a hold goes on, told as it happens, by the score's own definition."""

from math import sqrt
from statistics import median

from device.reps.detection.smoothed import Place, SmoothedPosition
from device.reps.detection.tuning import (
    BOUNCE_MOST_M,
    DIP_MOST_M,
    DIP_NS,
    FELL_M,
    LEVEL_LAG_NS,
    LEVEL_LEAST,
    LEVEL_NS,
    SHAKE_SIGMA,
    TURNED_UP_M,
)
from device.reps.measuring.tuning import BOUNCE_S

_YOUNG_NS = round(BOUNCE_S * 1e9)


class LiveHold:
    """Follows the level of a hold and tells when the handle leaves it.

    The level is the median of the last half second, without its last moments, so that it follows
    a creep but not the start of a release. The handle is away when it is below it by the distance
    of the score's crossings, or by three standard deviations of a hand that shakes. It is back,
    and was held all the time, when it turns up again from within the band, or from below it at
    once.

    Attributes:
        since_ns: When the handle came to the level; later by what nobody measured since then.
        held_until_ns: Until when it is known to be there.
        level_m: The level at present.
        lowest_m: The lowest place of the latest absence.
    """

    def __init__(
        self,
        smoothed: SmoothedPosition,
        since_ns: int,
        place: Place,
        *,
        away_m: float,
        band_m: float,
    ) -> None:
        self._smoothed = smoothed
        self._away_m = away_m
        self._band_m = band_m
        self._first_m = place.x_m
        self._left: Place | None = None
        self.lowest_m = place.x_m
        self._widened_m = 0.0
        self.since_ns = since_ns + smoothed.unseen_ns(since_ns)
        self.held_until_ns = place.t_ns
        self.level_m = place.x_m

    @property
    def away(self) -> bool:
        """Whether the handle is below the level at present, and may still turn back."""
        return self._left is not None

    def update(self, place: Place) -> bool:
        """Take the next place; return whether the hold goes on, as far as can be told."""
        if self._left is None:
            limit_m = self._follow(place)
            if place.x_m >= self.level_m - limit_m and place.x_m >= self._first_m - FELL_M:
                self.held_until_ns = place.t_ns
                return True
            self._left, self.lowest_m = place, place.x_m
            return True
        return self._returning(place, self._left)

    def _returning(self, place: Place, left: Place) -> bool:
        self.lowest_m = min(self.lowest_m, place.x_m)
        dip_m = self.level_m - self.lowest_m
        young = left.t_ns - self.since_ns < _YOUNG_NS
        if place.x_m >= self.level_m - self._band_m:
            # A creep goes on meanwhile, and is followed.
            self._left = Place(place.t_ns, left.x_m)
            self._follow(place)
        elif place.t_ns - left.t_ns > DIP_NS:
            return False
        if dip_m > (BOUNCE_MOST_M if young else DIP_MOST_M) or place.x_m < self._first_m - FELL_M:
            return False
        if place.x_m > self.lowest_m + TURNED_UP_M or place.x_m >= self.level_m - self._away_m:
            self._left = None
            self._widened_m = max(self._widened_m, dip_m)
            self.held_until_ns = place.t_ns
        return True

    def _follow(self, place: Place) -> float:
        """Follow the level; return how far below it the handle may be."""
        until_ns = place.t_ns - LEVEL_LAG_NS
        from_ns = max(place.t_ns - LEVEL_NS, self.since_ns)
        recent = [x_m for t_ns, x_m in self._smoothed.places if from_ns <= t_ns <= until_ns]
        if len(recent) < LEVEL_LEAST:
            # A cable that bounces passes its level from both sides.
            came = [x_m for t_ns, x_m in self._smoothed.places if t_ns >= self.since_ns]
            self.level_m = sum(came) / len(came) if came else place.x_m
            came_ns = self._smoothed.last_below(self.level_m - self._away_m)
            if came_ns is not None:
                self.since_ns = min(self.since_ns, came_ns + self._smoothed.unseen_ns(came_ns))
            return self._away_m
        self.level_m = median(recent)
        mean_m = sum(recent) / len(recent)
        spread_m = sqrt(sum((x_m - mean_m) ** 2 for x_m in recent) / len(recent))
        return max(self._away_m, SHAKE_SIGMA * spread_m, self._widened_m)
