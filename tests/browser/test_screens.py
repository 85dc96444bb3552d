"""The other screens over a running station: athlete, session, review, history, set-up."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from in_page import in_app, wait_in_app
from playwright.sync_api import expect
from stepped import SET_OVER_S

from device.calibration.refusal import RefusalCode, sentence
from tests.tools.scenes import ANSWERED, FREEZE, begin_calibration

HOSTILE = "<img src=x onerror=alert(1)>"


def _rows(page: Any, test_id: str) -> list[dict[str, str]]:
    with page.expect_download() as download:
        page.get_by_test_id(test_id).click()
    return _table(download.value)


def _table(download: Any) -> list[dict[str, str]]:
    text = Path(download.path()).read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _finished_set(page: Any, trainee: Any) -> int:
    """Have the trainee do a set of three; end it; return its key."""
    page.evaluate("() => { location.hash = '#/'; }")
    for _ in range(3):
        trainee.rep()
    three = "app.model.view.reps.length === 3"
    set_id = wait_in_app(page, f"return {three} && app.model.view.set?.set_id;")
    page.get_by_test_id("set-button").click()
    wait_in_app(page, f"return app.model.view.lastSet?.set_id === {set_id};")
    return int(set_id)


def test_an_athlete_with_a_hostile_name_stays_text(open_page: Any) -> None:
    page = open_page()
    wait_in_app(page, "return app.model.view.known;")
    page.get_by_test_id("athlete").click()
    page.fill("#new-name", HOSTILE)
    page.click("dialog [data-value=lb]")
    page.click("dialog form .primary")
    expect(page.get_by_test_id("athlete")).to_contain_text(HOSTILE)
    assert page.locator("img").count() == 0
    assert in_app(page, "return app.unit();") == "lb"
    page.get_by_test_id("athlete").click()
    page.get_by_role("button", name="Guest").click()
    expect(page.get_by_test_id("athlete")).to_contain_text("Guest")


def test_an_athlete_can_be_renamed(open_page: Any) -> None:
    page = open_page()
    wait_in_app(page, "return app.model.view.known;")
    page.get_by_test_id("athlete").click()
    page.fill("#new-name", "Marija")
    page.click("dialog form .primary")
    expect(page.get_by_test_id("athlete")).to_contain_text("Marija")
    page.get_by_role("link", name="Set-up").click()
    page.get_by_role("button", name="Edit Marija").click()
    page.fill("#new-name", "Maria")
    page.click("dialog [data-value=lb]")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Edit Maria")).to_be_visible()
    expect(page.get_by_test_id("athlete")).to_contain_text("Maria")
    assert in_app(page, "return app.unit();") == "lb"
    page.get_by_test_id("athlete").click()
    page.get_by_role("button", name="Guest").click()
    expect(page.get_by_test_id("athlete")).to_contain_text("Guest")


def test_the_weight_is_chosen_in_steps_of_the_stack(open_page: Any) -> None:
    page = open_page()
    wait_in_app(page, "return app.model.view.known;")
    before = in_app(page, "return app.model.view.plan.weight_kg ?? 0;")
    page.locator(".fact-weight").click()
    for step in (1, 2):
        page.get_by_role("button", name="Heavier").click()
        wait_in_app(page, f"return app.model.view.plan.weight_kg === {before + 2.5 * step};")
    page.get_by_role("button", name="Lighter").click()
    wait_in_app(page, f"return app.model.view.plan.weight_kg === {before + 2.5};")


def test_a_whole_session_from_warm_up_to_csv(open_page: Any, trainee: Any) -> None:
    page = open_page("/#/session")
    wait_in_app(page, "return app.model.view.known;")
    page.get_by_test_id("begin").click()
    for step in range(6):
        expect(page.locator(".step-words")).to_contain_text(f"Step {step + 1} of 6")
        assert page.locator(".step-card svg.figure").count() == 1
        page.get_by_test_id("warmup-next").click()
    expect(page.locator(".card dl")).to_contain_text("shoulder blade")
    for number in range(4):
        _let_the_due_set_be_done(page, trainee, number)
    done = in_app(page, "return app.flow.sets.map((set) => String(set.setId));")
    with page.expect_download() as download:
        page.get_by_test_id("csv-session").click()
    kinds = {row["set_id"]: (row["exercise"], row["side"]) for row in _table(download.value)}
    assert [kinds[set_id] for set_id in done] == [
        ("row", "left"),
        ("row", "right"),
        ("punch", "left"),
        ("punch", "right"),
    ]
    page.get_by_test_id("new-session").click()
    wait_in_app(page, "return !app.flow.running;")


def _let_the_due_set_be_done(page: Any, trainee: Any, number: int) -> None:
    """It opens by itself with the first repetition, and the page follows."""
    due = f"const {{ plan }} = app.model.view; const due = app.flow.sets[{number}];"
    wait_in_app(page, f"{due} return plan.exercise === due.exercise && plan.side === due.side;")
    trainee.rep()
    trainee.rep()
    wait_in_app(page, "return app.model.view.set && app.model.view.reps.length === 2;")
    page.evaluate("() => { location.hash = '#/'; }")
    wait_in_app(page, "return app.name === 'live';")
    page.keyboard.press("Space")
    wait_in_app(page, f"return app.flow.at > {number};")


def test_review_shows_reps_curves_and_what_next_and_corrections_can_be_undone(
    open_page: Any, trainee: Any
) -> None:
    page = open_page()
    set_id = _finished_set(page, trainee)
    page.evaluate(f"() => {{ location.hash = '#/review/{set_id}'; }}")
    rows = page.get_by_test_id("rep-table").locator("tbody tr")
    expect(rows.first).to_be_visible()
    count = rows.count()
    assert count == 3
    expect(page.get_by_test_id("set-lines")).to_contain_text("Next time")
    expect(page.locator("[data-chart=position_m] canvas")).to_be_visible()
    expect(page.locator("[data-chart=force_n] canvas")).to_be_visible()
    rows.nth(1).get_by_test_id("delete-rep").click()
    expect(rows).to_have_count(count - 1)
    page.get_by_role("button", name="Undo").click()
    expect(rows).to_have_count(count)
    title = page.locator("h1").inner_text()
    page.get_by_test_id("edit-set").click()
    other = "right" if "Left" in title else "left"
    page.click(f"dialog [data-value={other}]")
    page.get_by_test_id("save-set").click()
    expect(page.locator("h1")).to_contain_text(other.capitalize())
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("h1")).to_have_text(title)


def test_samples_that_are_gone_are_not_offered(open_page: Any, trainee: Any) -> None:
    page = open_page()
    set_id = _finished_set(page, trainee)
    link = page.get_by_role("link", name="Samples as CSV")
    page.evaluate(f"() => {{ location.hash = '#/review/{set_id}'; }}")
    expect(link).to_be_visible()
    page.route("**/samples", lambda route: route.fulfill(status=404, json={}))
    page.evaluate("() => { location.hash = '#/history'; }")
    page.evaluate(f"() => {{ location.hash = '#/review/{set_id}'; }}")
    expect(page.locator(".review")).to_contain_text("The curves of this set are no longer kept")
    expect(link).to_be_hidden()


@pytest.mark.parametrize(("key", "asked"), [("9999", True), ("abc", False), ("", False)])
def test_a_set_that_is_not_there_is_said(open_page: Any, key: str, asked: bool) -> None:
    page = open_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.evaluate(f"() => {{ location.hash = '#/review/{key}'; }}")
    expect(page.get_by_role("heading", name="No such set")).to_be_visible()
    assert any("/api/v1/sets/" in url for url in requests) is asked
    page.locator(".review").get_by_role("link", name="History").click()
    expect(page.locator(".history")).to_be_visible()


@pytest.mark.parametrize("apart_s", [7, 70, 5000, 50_000, 86_400, 900_000])
def test_no_two_steps_of_a_trend_read_the_same(open_page: Any, apart_s: int) -> None:
    page = open_page()
    labels = page.evaluate(
        """async (apart) => {
          const { drawChart } = await import('/static/js/widgets/plots.js');
          const box = document.createElement('div');
          document.querySelector('main').append(box);
          const x = [0, 1, 2].map((i) => 1.79e9 + i * apart);
          const plot = await drawChart(window.tested.words, box, { x, xTime: true,
            series: [{ label: 'a', values: [1, 2, 3], style: { stroke: 'blue' } }] });
          await new Promise(requestAnimationFrame);
          return plot.axes[0]._values;
        }""",
        apart_s,
    )
    assert len(set(labels)) == len(labels)
    if apart_s > 60:
        assert labels


def test_a_phone_says_simulated_and_a_review_belongs_to_the_history(open_page: Any) -> None:
    page = open_page("/#/review/abc", viewport={"width": 390, "height": 844})
    expect(page.get_by_test_id("link")).to_have_text("Live(simulated)")
    expect(page.get_by_text("(simulated)")).to_be_visible()
    current = page.locator("nav [aria-current=page]")
    expect(current).to_have_text("History")


def _fail_a_tare(page: Any) -> None:
    page.route("**/api/v1/tare", lambda route: route.fulfill(status=409, json={"detail": "Busy."}))
    page.get_by_test_id("tare").click()
    expect(page.locator(".toast")).to_contain_text("Busy.")
    page.unroute("**/api/v1/tare")


def test_a_message_of_a_failure_goes_when_it_is_not_true_any_more(open_page: Any) -> None:
    page = open_page("/#/setup")
    _fail_a_tare(page)
    page.get_by_role("link", name="History").click()
    expect(page.locator(".toast")).to_have_count(0)
    page.get_by_role("link", name="Set-up").click()
    _fail_a_tare(page)
    page.evaluate(
        """async () => {
          const { api } = await import('/static/js/station/api.js');
          await api.settings();
        }"""
    )
    expect(page.locator(".toast")).to_contain_text("Busy.")
    page.route("**/api/v1/tare", lambda route: route.fulfill(status=200, json={}))
    page.evaluate("async () => (await import('/static/js/station/api.js')).api.tare()")
    expect(page.locator(".toast")).to_have_count(0)


def test_history_lists_days_and_draws_trends(open_page: Any, trainee: Any) -> None:
    page = open_page()
    _finished_set(page, trainee)
    _finished_set(page, trainee)
    page.evaluate("() => { location.hash = '#/history'; }")
    expect(page.locator(".day .set-line").first).to_be_visible()
    lines = page.locator(".set-line").count()
    assert lines >= 2
    page.locator(".filters [data-value=punch]").click()
    expect(page.locator(".set-line", has_text="Row")).to_have_count(0)
    page.locator(".filters [data-value='']").first.click()
    expect(page.locator(".set-line").nth(lines - 1)).to_be_visible()
    assert len({row["set_id"] for row in _rows(page, "csv-all")}) >= 2
    # Drawn anew while it is drawn, which no script may fail at.
    again = "const shown = app.current; shown.trends(); shown.sets = []; return shown.trends();"
    in_app(page, again)
    expect(page.locator("[data-chart]")).to_have_count(0)


def test_a_push_down_is_chosen_judged_without_a_hold_and_kept(open_page: Any, trainee: Any) -> None:
    page = open_page()
    page.get_by_test_id("fact-exercise").click()
    page.locator("dialog [data-value=pushdown]").click()
    page.locator("dialog .primary").click()
    expect(page.get_by_test_id("fact-side")).to_contain_text("Both")
    trainee.rep(hold_s=0.1)
    trainee.rep(hold_s=0.1)
    expect(page.get_by_test_id("strip").locator("[data-rep]")).to_have_count(2)
    expect(page.get_by_test_id("strip").locator("[data-tone=good]")).to_have_count(2)
    expect(page.get_by_test_id("ring")).not_to_have_attribute("data-state", "done")
    trainee.rest(SET_OVER_S)
    page.evaluate("() => { location.hash = '#/history'; }")
    line = page.locator(".set-line", has_text="Push-down").first
    expect(line).to_contain_text("2 reps, 2 good")
    rows = [row for row in _rows(page, "csv-all") if row["exercise"] == "pushdown"]
    assert [(row["side"], row["held"], row["verdict"]) for row in rows] == [
        ("both", "", "good")
    ] * 2
    line.click()
    expect(page.get_by_test_id("rep-table").locator("tbody tr")).to_have_count(2)
    expect(page.locator(".review th", has_text="Speed")).to_have_count(2)
    expect(page.locator(".review th", has_text="Hold")).to_have_count(0)
    page.evaluate(  # what other tests begin with
        "async () => (await import('/static/js/station/api.js')).api"
        ".choose({ exercise: 'row', side: 'left' })"
    )


@pytest.mark.parametrize("width", [1180, 390])
@pytest.mark.parametrize("screen", ["history", "setup"])
def test_the_longest_name_never_widens_a_screen(open_page: Any, width: int, screen: str) -> None:
    page = open_page(viewport={"width": width, "height": 844})
    wait_in_app(page, "return app.model.view.known;")
    who = f"{{ athlete_id: 99, name: '{'W' * 60}', unit: 'kg', colour: '#56b4e9' }}"
    in_app(page, f"app.refresh = async () => {{ app.athletes = [{who}]; }};")
    page.evaluate(f"() => {{ location.hash = '#/{screen}'; }}")
    page.wait_for_selector(f".{screen} .panel")
    outside = page.evaluate(
        """() => [...document.querySelectorAll('main .panel, main .panel *')]
          .filter((node) => !node.closest('.table-box, .chart, option, svg'))
          .filter((node) => node.getBoundingClientRect().right >
            node.parentElement.closest('.panel, .screen').getBoundingClientRect().right + 1)
          .map((node) => `${node.tagName} ${node.className}`)"""
    )
    assert outside == []
    assert page.evaluate(
        "() => { const m = document.querySelector('main'); return m.scrollWidth <= m.clientWidth; }"
    )


def test_set_up_shows_sensors_machine_and_health(open_page: Any) -> None:
    page = open_page("/#/setup")
    expect(page.get_by_test_id("setup-force")).to_contain_text("N")
    page.fill("#set-pulley_ratio", "2")
    page.keyboard.press("Tab")
    expect(page.locator(".setup")).to_contain_text("40 kg on the stack pulls with 196 N")
    page.get_by_test_id("show-code").click()
    expect(page.get_by_test_id("pair-code")).to_have_text(re.compile(r"^\d{3} \d{3}$"))
    expect(page.get_by_test_id("health").locator("dt").first).to_be_attached()


HIDDEN = ("device.source.status", "device.recording.reason", "device.recording.raw_reason")
"""Sentences of the station in English; rows in words of the page say the same."""

PATHS = """async () => {
  const flat = (value, path) => value === null || typeof value !== 'object' || Array.isArray(value)
    ? [path]
    : Object.entries(value).flatMap(([key, inner]) => flat(inner, path ? `${path}.${key}` : key));
  return flat(await (await fetch('/api/v1/health')).json(), '');
}"""


@pytest.mark.parametrize("locale", ["en-GB", "de-DE"])
def test_every_row_of_the_health_panel_is_in_words(open_page: Any, locale: str) -> None:
    page = open_page("/#/setup", locale=locale)
    names = page.get_by_test_id("health").locator("dt")
    expect(names.first).to_be_attached()
    words = in_app(page, "return app.words.texts;")
    families = ("device.source.counters.", "device.sensors.reading_flags.", "device.sensors.faults")
    rows = [p for p in page.evaluate(PATHS) if p not in HIDDEN and not p.startswith(families)]
    assert [path for path in rows if f"health.row.{path}" not in words] == []
    shown = names.all_text_contents()
    assert {words[f"health.row.{path}"] for path in rows} <= set(shown)
    assert [name for name in shown if name not in words.values()] == []
    values = page.get_by_test_id("health").locator("dd").all_text_contents()
    assert {"true", "false", "null", "undefined", "simulated"}.isdisjoint(values)


def test_what_the_health_panel_has_no_words_for_is_not_shown_raw(modules: Any) -> None:
    rows = modules.evaluate(
        """async () => {
          const { rowsOf } = await import('/static/js/sheets/health.js');
          const { loadWords } = await import('/static/js/kit/i18n.js');
          return rowsOf(await loadWords('de'), { device_online: true, new_thing: 3, device: {
            faults: [{ kind: 'load_cell_lost', detail: 'In English.' }, { kind: 'new_kind' }],
            source: { name: 'serial:/dev/ttyACM0', situation: 'absent',
              counters: { lost_frames: 2, new_counter: 1 } },
            recording: { ok: false, code: 'disk_full', reason: 'The disk is full.' },
            process: { hanging: [], temperature_c: 51.5 } } });
        }"""
    )
    assert rows == [
        ["Gerätedienst läuft", "ja"],
        ["Störungen jetzt", "Störung: Kraftsensor fort, –"],
        ["Sensoren gelesen über", "Brückenplatine: /dev/ttyACM0"],
        ["Zustand der Box", "nicht eingesteckt"],
        ["Verlorene Zeilen", "2"],
        ["Sätze werden gespeichert", "nein"],
        ["Nicht gespeichert, weil", "Die Speicherkarte ist voll: Alte Dateien löschen."],
        ["Hängende Threads", "–"],
        ["Temperatur", "51,5 °C"],
    ]


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("pulley_ratio", "99", "von 0,25 bis 8. Es wurde nichts geändert."),
        ("rest_s", "", "von 5 bis 600. Es wurde nichts geändert."),
    ],
)
def test_a_setting_that_cannot_be_does_not_stay_in_its_field(
    open_page: Any, key: str, value: str, sentence: str
) -> None:
    page = open_page("/#/setup", locale="de-DE")
    field = page.locator(f"#set-{key}")
    before = field.input_value()
    field.fill(value)
    page.keyboard.press("Tab")
    expect(page.locator(".toast")).to_contain_text(sentence)
    expect(field).to_have_value(before)


def test_a_setting_that_the_station_refuses_does_not_stay_in_its_field(open_page: Any) -> None:
    page = open_page("/#/setup")
    field = page.locator("#set-rest_s")
    before = field.input_value()
    page.route(
        "**/api/v1/settings", lambda route: route.fulfill(status=409, json={"detail": "Busy."})
    )
    field.fill("55")
    page.keyboard.press("Tab")
    expect(page.locator(".toast")).to_contain_text("Busy.")
    expect(field).to_have_value(before)


def test_a_blank_name_is_told_in_the_language_of_the_page(open_page: Any) -> None:
    page = open_page(locale="de-DE")
    wait_in_app(page, "return app.model.view.known;")
    page.get_by_test_id("athlete").click()
    page.fill("#new-name", "   ")
    page.click("dialog form .primary")
    expect(page.locator(".toast")).to_contain_text("Bitte einen Namen eingeben.")
    expect(page.locator("dialog")).to_be_visible()


def test_calibration_refuses_nonsense_with_a_reason_and_saves_nothing(open_page: Any) -> None:
    page = open_page()
    begin_calibration(page)
    message = page.get_by_test_id("calibration-message")
    expect(message).not_to_be_empty()
    expect(page.get_by_test_id("calibration-live").locator("dt").first).to_be_visible()
    weight = page.locator("#known-kg")
    page.get_by_role("button", name="Set as zero").click()
    weight.fill("1900")
    page.get_by_role("button", name="Use this weight").click()
    expect(message).to_have_attribute("data-tone", "adjust")
    expect(message).to_contain_text("1,900 kg is outside")
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("heading", name="Set-up")).to_be_visible()


def test_calibration_lets_the_user_confirm_a_sensor_mounted_the_other_way(open_page: Any) -> None:
    page = open_page()
    begin_calibration(page)
    asked = []

    def refuse(route: Any) -> None:
        asked.append(route.request.post_data_json)
        problem = {"status": 409, "detail": "Not in these words.", "reason": "wrong_sign"}
        route.fulfill(status=409, content_type="application/problem+json", json=problem)

    page.route("**/api/v1/calibration/tare", refuse)
    page.get_by_role("button", name="Set as zero").click()
    message = page.get_by_test_id("calibration-message")
    expect(message).to_contain_text(sentence(RefusalCode.WRONG_SIGN).replace("'", "’"))
    page.get_by_test_id("calibrate-reversed").click()
    expect(page.get_by_test_id("calibrate-reversed")).to_have_count(1)
    assert asked == [{}, {"accept_reversed": True}]
    page.get_by_role("button", name="Cancel").click()


def test_a_second_tap_while_the_first_is_on_its_way_asks_for_nothing(open_page: Any) -> None:
    page = open_page()
    begin_calibration(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    zero = page.get_by_role("button", name="Set as zero")
    zero.evaluate("(button) => { button.click(); button.click(); }")
    page.wait_for_selector(ANSWERED)
    assert asked.count("tare") == 1
    page.get_by_role("button", name="Cancel").click()


def test_a_refusal_is_told_in_the_language_of_the_page(open_page: Any) -> None:
    page = open_page(locale="de-AT")
    begin_calibration(page)
    message = page.get_by_test_id("calibration-message")
    expect(message).to_have_text("Bisher ist nichts geändert.")

    def refuse(route: Any) -> None:
        values = {"noise": 321.6, "limit": 60}
        problem = {"status": 409, "detail": "-", "reason": "noise_too_large", "values": values}
        route.fulfill(status=409, content_type="application/problem+json", json=problem)

    page.route("**/api/v1/calibration/tare", refuse)
    page.get_by_role("button", name="Als null setzen").click()
    expect(message).to_contain_text("schwankt um 322 Zählwerte (höchstens 60)")
    page.get_by_role("button", name="Abbrechen").click()


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        ({"reason": "handle_moves", "values": {}}, "Der Griff bewegt sich"),
        ({"reason": "wrong_code", "values": {"n": 1}}, "noch ein Versuch"),
        ({"reason": "pairing_locked", "values": {"wait_s": 42}}, "42 s warten"),
        ({"reason": "set_loaded"}, "Auf dem Seil ist Kraft"),
        ({}, "Die Station hat das abgelehnt: „In English.“"),
    ],
)
def test_every_message_of_a_refusal_is_in_the_language_of_the_page(
    open_page: Any, problem: dict[str, Any], said: str
) -> None:
    page = open_page("/#/setup", locale="de-DE")
    answer = {"status": 409, "detail": "In English."} | problem
    page.route("**/api/v1/tare", lambda route: route.fulfill(status=409, json=answer))
    page.get_by_test_id("tare").click()
    expect(page.locator(".toast")).to_contain_text(said)
    assert "station" not in page.locator(".toast").inner_text().replace("Station", "")


def test_why_nothing_is_saved_is_said_in_the_language_of_the_page(open_page: Any) -> None:
    page = open_page(locale="de-DE")
    wait_in_app(page, "return app.model.view.known;")
    page.evaluate(FREEZE, {"recording": False, "not_recording_code": "disk_full"})
    banner = page.locator(".banner[data-key=not_recording]")
    expect(banner).to_contain_text("Es wird nicht gespeichert: Die Speicherkarte ist voll")


def test_a_name_that_is_taken_is_told_in_the_language_of_the_page(open_page: Any) -> None:
    page = open_page(locale="de-DE")
    wait_in_app(page, "return app.model.view.known;")
    page.evaluate(
        """async () => {
          const { api } = await import('/static/js/station/api.js');
          await api.addAthlete({ name: 'Ingrid' }).catch(() => {});
        }"""
    )
    page.get_by_test_id("athlete").click()
    page.fill("#new-name", "ingrid")
    page.click("dialog form .primary")
    expect(page.locator(".toast")).to_contain_text("Ingrid gibt es schon")


def test_german_is_chosen_by_the_browser_and_kept_by_choice(open_page: Any) -> None:
    page = open_page("/#/setup", locale="de-AT")
    expect(page.get_by_role("link", name="Verlauf")).to_be_visible()
    assert page.evaluate("() => document.documentElement.lang") == "de"
    page.get_by_role("radio", name="English").click()
    expect(page.get_by_role("link", name="History")).to_be_visible()
