"""What belongs to the station: the plan, tare, calibration, settings."""

from http import HTTPStatus

from device.config.option import Option
from device.config.options import OPTIONS
from device.live.messages import Command
from device.objects.answers import PlanAnswer, SettingsAnswer, TareAnswer
from device.objects.calibration import CalibrationAnswer, CalibrationsAnswer
from server.access.identity import Role
from server.api.sets import for_athlete
from server.web.routing import Call, Handler, Reply, Route
from server.web.schemas import PLAN_FIELDS, fields, some_of
from server.web.typed_schema import JsonSchema

_STEPS = ("begin", "live", "tare", "weight", "length", "direction", "check", "accept", "cancel")


def choose(call: Call) -> Reply:
    """Choose exercise, side, variant, weight or athlete for what comes."""
    result = call.services.link.call(Command.CHOOSE, for_athlete(call), call.key)
    return Reply(result)


def tare(call: Call) -> Reply:
    """Take the present force as zero."""
    return Reply(call.services.link.call(Command.TARE, {}, call.key))


def calibrate(step: str) -> Handler:
    """Make the handler of one step of the calibration."""

    def handle(call: Call) -> Reply:
        args = {**call.body, "step": step}
        return Reply(call.services.link.call(Command.CALIBRATE, args, call.key))

    return handle


def calibrations(call: Call) -> Reply:
    """List the calibrations, newest first."""
    return Reply({"calibrations": call.services.training_data.calibrations()})


def settings(call: Call) -> Reply:
    """Show the settings and their values."""
    return Reply(call.services.link.call(Command.SETTINGS, {}, None))


def change_settings(call: Call) -> Reply:
    """Change settings; the device checks each against its table of options."""
    return Reply(call.services.link.call(Command.CHANGE_SETTINGS, dict(call.body), call.key))


_VALUE: JsonSchema = {"type": ["number", "string", "boolean", "null"], "maxLength": 200}
# Which values a step takes is the procedure's own business; here they are only bounded.
_STEP_VALUES: JsonSchema = {
    "type": "object",
    "propertyNames": {"pattern": "^[a-z][a-z0-9_]{0,39}$"},
    "maxProperties": 20,
    "additionalProperties": _VALUE,
}


def _schema_of(row: Option) -> JsonSchema:
    """What a value of an option may be, as the table of options says it."""
    schema: JsonSchema = {"type": _JSON_TYPES[row.kind], "description": row.help}
    for keyword, value in (("minimum", row.low), ("maximum", row.high)):
        if value is not None:
            schema[keyword] = value
    if row.choices:
        schema["enum"] = list(row.choices)
    if row.pattern:
        schema["pattern"] = f"^(?:{row.pattern})$"
    return schema


_JSON_TYPES = {bool: "boolean", int: "integer", float: "number", str: "string"}
_SETTINGS = some_of({name: _schema_of(row) for name, row in OPTIONS.items() if row.page})

ROUTES = (
    Route(
        "PUT",
        "/api/v1/plan",
        Role.ATHLETE,
        "Choose what comes",
        choose,
        answer=PlanAnswer,
        body=fields(PLAN_FIELDS),
        errors=(HTTPStatus.NOT_FOUND,),
    ),
    Route(
        "POST",
        "/api/v1/tare",
        Role.OPERATOR,
        "Take the present force as zero",
        tare,
        answer=TareAnswer,
    ),
    Route(
        "GET",
        "/api/v1/calibration",
        Role.OPERATOR,
        "List the calibrations",
        calibrations,
        answer=CalibrationsAnswer,
    ),
    *(
        Route(
            "POST",
            f"/api/v1/calibration/{step}",
            Role.OPERATOR,
            f"Calibration step: {step}",
            calibrate(step),
            answer=CalibrationAnswer,
            body=_STEP_VALUES,
        )
        for step in _STEPS
    ),
    Route(
        "GET",
        "/api/v1/settings",
        Role.OPERATOR,
        "Show the settings",
        settings,
        answer=SettingsAnswer,
        errors=(HTTPStatus.SERVICE_UNAVAILABLE,),
    ),
    Route(
        "PATCH",
        "/api/v1/settings",
        Role.OPERATOR,
        "Change settings",
        change_settings,
        answer=SettingsAnswer,
        body=_SETTINGS,
    ),
)
