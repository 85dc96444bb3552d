from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from cable_rig import TRUE, Rig

from device.calibration.factors import Factors
from device.calibration.procedure.session import CalibrationSession


@pytest.fixture
def session() -> CalibrationSession:
    return CalibrationSession(
        previous=Factors(),
        wiring="0123456789abcdef",
        now=lambda: datetime(2026, 3, 1, 18, 30, tzinfo=UTC),
    )


@pytest.fixture
def make_rig(session: CalibrationSession) -> Callable[..., Rig]:
    def make(true: Factors = TRUE, seed: int = 1) -> Rig:
        return Rig(session, true, seed)

    return make


@pytest.fixture
def rig(make_rig: Callable[..., Rig]) -> Rig:
    return make_rig()
