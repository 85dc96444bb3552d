"""The live screen over a running station: values arrive, a set is done, its CSV parses."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from in_page import in_app, wait_in_app
from playwright.sync_api import expect

HOLD_STILL = """
  app.stream.close();
  app.stream.look = () => {};
  Object.assign(app.model.view, { faults: [], unsyncedAt: null, recording: true });
  app.draw(performance.now());
"""
"""No further messages, and no banner that takes room."""


def test_reps_count_up_and_every_part_shows_something(open_page: Any, trainee: Any) -> None:
    page = open_page()
    expect(page.locator("body")).to_have_attribute("data-link", "live")
    trainee.rep()
    trainee.rep()
    trainee.rep_until("hold")
    wait_in_app(page, "return app.model.view.set && app.model.view.reps.length >= 2;")
    reps = page.locator(".rep:not(.rep-empty)")
    expect(reps.first.locator(".rep-words")).not_to_be_empty()
    assert int(page.get_by_test_id("count").inner_text()) >= 2
    expect(page.get_by_test_id("fact-timer")).to_have_text(re.compile(r"\d+:\d\d"))
    expect(page.get_by_test_id("fact-side")).to_have_text(re.compile("Left|Right"))
    wait_in_app(page, "return app.model.view.excursionM > 0.3;")
    wait_in_app(page, "return app.live.trace.size > 10;")


def test_tones_follow_the_training_and_can_be_muted(open_page: Any, trainee: Any) -> None:
    page = open_page()
    page.locator("main").click(position={"x": 5, "y": 5})
    wait_in_app(page, "return app.sound.state === 'on';")
    trainee.rep_until("release", hold_s=1.3)
    wait_in_app(page, "return app.sound.played.includes('done');")
    trainee.go_on()
    wait_in_app(page, "return app.sound.played.some((n) => n === 'rep' || n === 'adjust');")
    page.get_by_role("button", name="Mute the sound").click()
    assert in_app(page, "return app.sound.state;") == "muted"
    page.get_by_role("button", name="Turn the sound on").click()
    assert in_app(page, "return app.sound.state;") == "on"


def test_the_ring_is_done_only_after_the_device_said_so(open_page: Any, trainee: Any) -> None:
    page = open_page()
    trainee.rep_until("hold", hold_s=1.4)
    wait_in_app(page, "return app.model.view.phase === 'hold';")
    for _ in range(30):  # frames, in which the page's own clock goes on
        page.evaluate("() => new Promise(requestAnimationFrame)")
    assert page.locator(".ring").get_attribute("data-state") != "done"
    trainee.go_on(seconds=0.6)
    page.wait_for_function(
        """() => {
          const ring = document.querySelector('.ring');
          return ring.dataset.state === 'done' && ring.textContent.includes('✓');
        }""",
        polling="raf",
    )
    assert in_app(page, "return app.model.view.phase") == "hold"


def test_a_set_ends_and_its_csv_holds_its_reps(open_page: Any, trainee: Any) -> None:
    page = open_page()
    for _ in range(3):
        trainee.rep()
    set_id = wait_in_app(
        page, "return app.model.view.reps.length === 3 && app.model.view.set?.set_id;"
    )
    page.get_by_test_id("set-button").click()
    wait_in_app(
        page,
        f"const s = app.model.view.lastSet; return s?.set_id === {set_id} && s.ended === 'user';",
    )
    with page.expect_download() as download:
        page.get_by_test_id("csv-set").click()
    text = Path(download.value.path()).read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert {row["set_id"] for row in rows} == {str(set_id)}
    known = page.evaluate("async (id) => (await fetch(`/api/v1/sets/${id}`)).json()", set_id)
    assert [int(row["rep"]) for row in rows] == [rep["rep"] for rep in known["reps"]]
    assert [float(row["rom_m"]) for row in rows] == pytest.approx([0.6] * 3, abs=0.01)


def test_another_side_between_reps_ends_the_set_and_every_tablet_says_so(
    open_page: Any, trainee: Any
) -> None:
    page, other = open_page(), open_page(locale="de-DE")
    trainee.rep()
    trainee.rep()
    resting = "const { set, reps, phase } = app.model.view; return set && phase === 'rest'"
    for one in (page, other):
        before = wait_in_app(one, f"{resting} && reps.length === 2 && set.plan.side;")
    page.keyboard.press("ArrowRight" if before == "left" else "ArrowLeft")
    expect(page.locator(".toast")).to_contain_text("set ended,")
    expect(page.locator(".toast")).to_contain_text("kept.")
    expect(other.locator(".toast")).to_contain_text(": Satz beendet,")
    kept = in_app(page, "return app.model.view.lastSet.reps.length;")
    assert kept == 2
    assert "2 reps" in page.locator(".toast").inner_text()
    set_id = in_app(page, "return app.model.view.lastSet.set_id;")
    page.locator(".toast").get_by_role("button", name="Review").click()
    expect(page).to_have_url(re.compile(f"#/review/{set_id}$"))


def test_another_side_in_the_middle_of_a_rep_waits_until_the_handle_rests(
    open_page: Any, trainee: Any
) -> None:
    page = open_page()
    trainee.rep()
    trainee.rep()
    trainee.rep_until("pull")
    pulling = "const { set, reps, phase } = app.model.view; return phase === 'concentric'"
    before = wait_in_app(page, f"{pulling} && reps.length === 2 && set;")
    side = before["plan"]["side"]
    page.keyboard.press("ArrowRight" if side == "left" else "ArrowLeft")
    expect(page.locator(".toast")).to_have_text(
        "This will apply once the handle is at rest: this rep still counts for the set."
    )
    trainee.go_on()
    ended = wait_in_app(
        page, f"const s = app.model.view.lastSet; return s?.set_id === {before['set_id']} && s;"
    )
    assert ended["ended"] == "changed"
    assert len(ended["reps"]) == 3
    wait_in_app(page, f"return app.model.view.plan.side !== '{side}' && !app.waiting;")


WATCH_THE_STRIP = """
  window.strips = [];
  app.onDrawn = () => {
    const { view } = app.model;
    if (view.set || view.phase === 'rest' || view.topM < 0.2) return;
    window.strips.push([document.querySelector('.strip').dataset.count,
      document.querySelector('.ring-count').textContent]);
  };
"""


def test_the_first_rep_of_a_set_begins_with_an_empty_strip(open_page: Any, trainee: Any) -> None:
    page = open_page()
    for _ in range(3):
        trainee.rep()
    wait_in_app(page, "return app.model.view.set && app.model.view.reps.length === 3;")
    in_app(page, WATCH_THE_STRIP)
    before = in_app(page, "return app.model.view.set.set_id;")
    page.get_by_test_id("set-button").click()
    wait_in_app(page, "return !app.model.view.set;")
    trainee.rep_until("hold")
    wait_in_app(page, "return window.strips.length >= 3;")
    trainee.go_on()
    wait_in_app(page, f"return app.model.view.set && app.model.view.set.set_id !== {before};")
    seen = in_app(page, "return window.strips;")
    assert seen
    assert {strip for strip, _ in seen} == {"0"}
    assert {count for _, count in seen} <= {"0", "1"}


def test_space_and_arrows_work_as_a_foot_pedal(open_page: Any, trainee: Any) -> None:
    page = open_page()
    wait_in_app(page, "return app.model.view.known;")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_test_id("fact-side")).to_contain_text("Right")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_test_id("fact-side")).to_contain_text("Left")
    trainee.rep()
    before = wait_in_app(page, "return app.model.view.set?.set_id;")
    page.keyboard.press("Space")
    wait_in_app(page, f"return app.model.view.lastSet?.set_id === {before};")


@pytest.mark.parametrize(
    ("width", "height"),
    [(1180, 820), (820, 1180), (390, 844), (800, 480)],
    ids=["tablet", "upright", "phone", "low"],
)
@pytest.mark.parametrize("locale", ["en-GB", "de-DE"])
def test_nothing_is_clipped_by_the_widest_content(
    open_page: Any, width: int, height: int, locale: str
) -> None:
    page = open_page(viewport={"width": width, "height": height}, locale=locale)
    wait_in_app(page, "return app.model.view.known;")
    clipped = page.evaluate(
        """() => {
          const app = window.tested;
          app.stream.close();
          app.stream.look = () => {};
          const { view } = app.model;
          const rep = (n) => ({ rep: n, verdict: 'short_hold', reasons: ['short_hold'],
            hold_s: 0.45, rom_m: 0.7, velocity_loss_pct: 28, flags: [], close: true,
            steadiness_mm: 3.1 });
          view.reps = Array.from({ length: 12 }, (_, i) => rep(i + 1));
          Object.assign(view, { count: 28, provisional: 0, phase: 'rest', repAt: performance.now(),
            elapsedS: 754, unsyncedAt: null, faults: [], lastSet: null,
            set: { set_id: 1, reps: [] },
            plan: { ...view.plan, weight_kg: 127.5, athlete: 'Maximiliane Oberhuber-Schönfeld' } });
          app.draw(performance.now());
          const outside = (node, box) => {
            const a = node.getBoundingClientRect();
            const b = box.getBoundingClientRect();
            return a.left < b.left - 1 || a.right > b.right + 1 ||
              a.top < b.top - 1 || a.bottom > b.bottom + 1;
          };
          const wrong = [];
          const one = (selector) => document.querySelector(selector);
          if (outside(one('.ring-count'), one('.ring'))) wrong.push('count');
          if (outside(one('.cue-line'), one('.coach'))) wrong.push('cue');
          const inCoach = ['.cue-line', '.cue-number', '.range'].map((part) =>
            one(part).getBoundingClientRect());
          if (inCoach.some((box) => box.bottom > one('.stage').getBoundingClientRect().bottom + 1)
            || inCoach[0].bottom > inCoach[2].top) wrong.push('overlap');
          for (const fact of document.querySelectorAll('.fact')) {
            if (fact.scrollWidth > fact.clientWidth + 1) wrong.push(fact.className);
          }
          if (document.documentElement.scrollWidth > innerWidth) wrong.push('too wide');
          if (one('main').scrollHeight > one('main').clientHeight + 1) wrong.push('too high');
          if (one('.facts').getBoundingClientRect().bottom > innerHeight) wrong.push('facts');
          return wrong;
        }"""
    )
    assert clipped == []


_WORDS = ("cue.", "verdict.", "rejected.", "flag.")


@pytest.mark.parametrize("size", [(1180, 820), (820, 1180), (390, 844), (800, 480)], ids=str)
@pytest.mark.parametrize("locale", ["en-GB", "de-DE"])
def test_the_word_of_the_moment_stands_on_one_line(
    open_page: Any, size: tuple[int, int], locale: str
) -> None:
    page = open_page(viewport={"width": size[0], "height": size[1]}, locale=locale)
    wait_in_app(page, "return app.model.view.known;")
    in_app(page, HOLD_STILL)
    broken = page.evaluate(
        """async (stems) => {
          const { live, words } = window.tested;
          await document.fonts.ready;
          window.tested.draw = () => {};
          const box = (name) => document.querySelector(name).getBoundingClientRect();
          const wrong = [];
          for (const key of Object.keys(words.texts)) {
            if (!stems.some((stem) => key.startsWith(stem))) continue;
            const word = words.t(key, { s: words.number(0.9, 1) });
            const remark = `${words.t('remark.close')} · ${words.t('remark.shaky')}`;
            for (const [tone, value, unit] of [['adjust', '', ''], ['plain', '12.3', 's'],
              ['good', '', remark]]) {
              live.drawCue({ tone, word, value, unit });
              const line = box('.cue-line');
              const text = box('.cue-word');
              const size = parseFloat(getComputedStyle(live.cue.word).fontSize);
              const number = box('.cue-number');
              const fits = text.height < 1.6 * size && text.right <= box('.coach').right
                && line.top >= box('.stage').top && line.bottom <= box('.range').top
                && number.bottom <= box('.range').top + 12 && number.right <= innerWidth
                && (number.top >= line.bottom - 2 || !value || number.left >= text.right);
              if (!fits || document.documentElement.scrollWidth > innerWidth) wrong.push(word);
            }
          }
          return wrong;
        }""",
        _WORDS,
    )
    assert broken == []


_AFTER_A_SET = """(change) => {
  const app = window.tested;
  const { view } = app.model;
  const rep = { rep: 1, verdict: 'good', reasons: [], hold_s: 1, rom_m: 0.7,
    velocity_loss_pct: 23, flags: [] };
  Object.assign(view, { phase: 'rest', set: null, reps: [rep], restFrom: performance.now(),
    lastSet: { set_id: 1, elapsed_s: 754, reps: [] },
    plan: { ...view.plan, exercise: 'row', side: 'right', ...change } });
  app.draw(performance.now());
  const wrong = [];
  for (const node of document.querySelectorAll('.fact, .facts .button, .set-button')) {
    const range = document.createRange();
    range.selectNodeContents(node);
    const inner = range.getBoundingClientRect();
    const outer = node.getBoundingClientRect();
    if (inner.left < outer.left || inner.right > outer.right) wrong.push(node.textContent);
    if (outer.right > innerWidth) wrong.push(`${node.textContent} is outside`);
  }
  for (const name of ['main', '.live', '.stage']) {
    const node = document.querySelector(name);
    if (node.scrollWidth > node.clientWidth) wrong.push(`${name} is too wide`);
  }
  return wrong;
}"""


_WITHOUT_OWN_FONTS = """() => {
  const { style } = document.documentElement;
  for (const name of ['--display', '--text']) {
    const families = getComputedStyle(document.documentElement).getPropertyValue(name).split(',');
    style.setProperty(name, families.filter((family) => !family.includes('Barlow')).join(','));
  }
}"""


@pytest.mark.parametrize("fonts", ["own", "not yet"])
@pytest.mark.parametrize("width", [1180, 1024, 820, 390, 360])
@pytest.mark.parametrize("locale", ["en-GB", "de-DE"])
def test_what_stands_below_after_a_set_never_widens_the_page(
    open_page: Any, width: int, locale: str, fonts: str
) -> None:
    page = open_page(viewport={"width": width, "height": 820}, locale=locale)
    wait_in_app(page, "return app.model.view.known;")
    in_app(page, HOLD_STILL)
    page.evaluate("() => document.fonts.ready.then(() => true)")
    if fonts == "not yet":
        page.evaluate(_WITHOUT_OWN_FONTS)
    assert page.evaluate(_AFTER_A_SET, {"weight_kg": 17.5}) == []
    assert page.evaluate(_AFTER_A_SET, {"weight_kg": 127.5}) == []


def test_what_is_read_while_lifting_is_large_enough(open_page: Any) -> None:
    page = open_page()
    wait_in_app(page, "return app.model.view.known;")
    in_app(page, HOLD_STILL)
    in_app(page, "app.model.view.phase = 'eccentric'; app.draw(performance.now());")
    sizes = page.evaluate(
        """() => ['.ring-count', '.cue-line', '.cue-number'].map((selector) =>
          parseFloat(getComputedStyle(document.querySelector(selector)).fontSize))"""
    )
    assert sizes[0] >= 360
    assert min(sizes[1:]) >= 104


def test_kiosk_shows_the_live_screen_only(open_page: Any) -> None:
    page = open_page("/?kiosk=1#/setup")
    expect(page.locator(".live")).to_be_visible()
    expect(page.locator(".shell")).to_be_hidden()
    wait_in_app(page, "return app.model.view.known;")
    in_app(page, HOLD_STILL)
    in_app(page, "app.model.view.phase = 'rest'; app.draw(performance.now());")
    bottom = page.evaluate("() => document.querySelector('.facts').getBoundingClientRect().bottom")
    assert bottom >= 800
