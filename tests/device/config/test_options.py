import re
from dataclasses import asdict

import pytest

from device.config import Config
from device.config.option import Option
from device.config.options import OPTIONS
from device.errors import UserError

ROWS = OPTIONS.values()


@pytest.mark.parametrize("row", ROWS, ids=[*OPTIONS])
def test_every_row_is_documented_and_its_default_is_allowed(row: Option) -> None:
    assert row.help.endswith(".")
    assert row.group
    assert row.from_toml(row.default, "default") == row.default
    if row.kind in (int, float):
        assert row.low is not None
        assert row.high is not None


def test_the_table_is_the_class() -> None:
    assert {name: row.default for name, row in OPTIONS.items()} == asdict(Config())


def test_names_flags_and_variables_are_unique() -> None:
    assert len({row.flag for row in ROWS}) == len(OPTIONS)
    assert OPTIONS["rest_s"].environment_variable == "CABLECOACH_REST_S"
    assert OPTIONS["serial_port"].flag == "--port-path"


REFUSED = [
    ("rest_s", 4.9, "rest_s must be a number from 5 to 600 s, not 4.9."),
    ("rest_s", float("nan"), "rest_s must be a number from 5 to 600 s, not nan."),
    ("rest_s", "30", "rest_s must be a number from 5 to 600 s, not '30'."),
    ("rest_s", True, "rest_s must be a number from 5 to 600 s, not True."),
    ("port", 80.5, "port must be a whole number from 0 to 65535, not 80.5."),
    ("port", 65_536, "port must be a whole number from 0 to 65535, not 65536."),
    ("simulated_seed", -1, "must be a whole number from 0 to 2147483647, not -1."),
    ("cues", 1, "cues must be true or false, not 1."),
    ("unit", "stone", "unit must be one of kg, lb, not 'stone'."),
    ("source", "serialx", "source must be simulated, serial, gpio or replay:FILE, not 'serialx'."),
    ("source", "replay:", "source must be simulated, serial, gpio or replay:FILE, not 'replay:'."),
    (
        "load_cell_mv_per_v",
        0,
        "load_cell_mv_per_v must be a number from -3.9 to 3.9 mV/V and not zero",
    ),
    ("machine_name", "x" * 41, "machine_name must be a text of at most 40 characters"),
    ("machine_name", "two\nlines", "machine_name must be a text of at most 40 characters"),
    ("host", "", "host must be an address or host name, not ''."),
    ("rest_s", [30], "rest_s must be a number from 5 to 600 s, not [30]."),
]


@pytest.mark.parametrize(("name", "value", "message"), REFUSED)
def test_a_wrong_value_is_refused_by_name(name: str, value: object, message: str) -> None:
    with pytest.raises(UserError, match="^here: .*" + re.escape(message)):
        OPTIONS[name].from_toml(value, "here")


TEXTS = [
    ("rest_s", "45", 45.0),
    ("port", "0", 0),
    ("cues", "OFF", False),
    ("cues", "yes", True),
    ("source", "replay:a b.csv", "replay:a b.csv"),
    ("load_cell_mv_per_v", "-2", -2.0),
]


@pytest.mark.parametrize(("name", "text", "value"), TEXTS)
def test_a_text_is_read_as_the_kind_of_the_option(name: str, text: str, value: object) -> None:
    read = OPTIONS[name].from_text(text, "here")
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("name", "text"), [("port", "8e3"), ("rest_s", "1e999"), ("cues", "maybe"), ("rest_s", "")]
)
def test_a_wrong_text_is_refused(name: str, text: str) -> None:
    with pytest.raises(UserError, match=rf"^here: {name} must be .*, not "):
        OPTIONS[name].from_text(text, "here")
