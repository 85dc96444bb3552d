from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.config import Config, load_config
from device.config.load import DEFAULT, read_file
from device.config.option import Option
from device.config.options import OPTIONS
from device.config.render import as_toml
from device.errors import UserError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cablecoach.toml"


def test_it_works_with_no_file_at_all(file: Path) -> None:
    resolved = load_config(file, {})
    assert resolved.config == Config()
    assert set(resolved.origins.values()) == {DEFAULT}


def test_each_layer_overrides_the_one_below_it(file: Path) -> None:
    file.write_text('rest_s = 20\nmin_rom_m = 0.2\nport = 9000\nunit = "lb"\n')
    resolved = load_config(
        file,
        {"CABLECOACH_MIN_ROM_M": "0.3", "CABLECOACH_PORT": "9001", "PATH": "/bin"},
        {"port": "9002", "host": None},
    )
    config = resolved.config
    assert (config.rest_s, config.min_rom_m, config.port, config.unit) == (20.0, 0.3, 9002, "lb")
    assert resolved.origins["rest_s"] == str(file)
    assert resolved.origins["min_rom_m"] == "CABLECOACH_MIN_ROM_M"
    assert resolved.origins["port"] == "--port"
    assert resolved.origins["host"] == DEFAULT


REFUSED_FILES = {
    "rest = 30": "there is no option rest; did you mean rest_s?",
    "zzz = 30": "there is no option zzz; `cablecoach config` lists them all.",
    "data_dir = '/'": "there is no option data_dir",
    "[source]\nkind = 1": "source must be simulated",
    "[training]\nrest_s = 30": "there is no option training",
    "rest_s = 1": "rest_s must be a number from 5 to 600 s",
    "rest_s = ": "is not a TOML file",
    "rest_s = 30\nrest_s = 31": "is not a TOML file",
}


@pytest.mark.parametrize("text", REFUSED_FILES)
def test_a_wrong_file_is_refused_by_name(file: Path, text: str) -> None:
    file.write_text(text)
    with pytest.raises(UserError) as caught:
        load_config(file, {})
    assert str(file) in str(caught.value)
    assert REFUSED_FILES[text] in str(caught.value)


def test_a_file_of_bytes_or_out_of_reach_is_refused(file: Path) -> None:
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(UserError, match="is not a TOML file"):
        load_config(file, {})
    file.unlink()
    file.mkdir()
    with pytest.raises(UserError, match="cannot be read"):
        load_config(file, {})


def test_a_wrong_environment_is_refused_by_name(file: Path) -> None:
    with pytest.raises(UserError, match="CABLECOACH_REST_S: rest_s must be"):
        load_config(file, {"CABLECOACH_REST_S": "soon"})
    with pytest.raises(
        UserError, match="no option CABLECOACH_RESTS; did you mean CABLECOACH_REST_S"
    ):
        load_config(file, {"CABLECOACH_RESTS": "30"})


def test_variables_that_say_where_things_are_are_no_options(file: Path) -> None:
    load_config(file, {"CABLECOACH_DATA_DIR": "/x", "CABLECOACH_RUNTIME_DIR": "/y"})


def allowed_values(row: Option) -> st.SearchStrategy[object]:
    if row.choices:
        return st.sampled_from(row.choices)
    if row.kind is bool:
        return st.booleans()
    if row.kind is str:
        base = st.from_regex(row.pattern, fullmatch=True) if row.pattern else st.text()
        return base.filter(lambda text: text.isprintable() or "\x7f" in text)
    assert row.low is not None
    assert row.high is not None
    if row.kind is int:
        return st.integers(int(row.low), int(row.high))
    return st.floats(row.low, row.high).filter(lambda number: number != 0 or not row.nonzero)


@given(st.fixed_dictionaries({name: allowed_values(row) for name, row in OPTIONS.items()}))
def test_what_config_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, object]
) -> None:
    folder = tmp_path_factory.mktemp("config")
    texts = {name: str(value) for name, value in values.items()}
    wanted = load_config(folder / "none", {}, texts)
    (folder / "cablecoach.toml").write_text(as_toml(wanted), encoding="utf-8")
    assert read_file(folder / "cablecoach.toml") == values
