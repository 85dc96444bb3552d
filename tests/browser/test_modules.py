"""The page's modules that draw, each in the real browser without a station.

The pure ones are tested by Node, in ``tests/js``.
"""

from typing import Any


def call(modules: Any, module: str, expression: str, argument: Any = None) -> Any:
    """Evaluate ``expression`` over the module's exports ``m`` and the argument ``a``."""
    load = f"const m = await import('/static/js/{module}.js');"
    code = f"async ([a]) => {{ {load} return {expression}; }}"
    return modules.evaluate(code, [argument])


def _rep(number: int, **changes: Any) -> dict[str, Any]:
    rep = {"rep": number, "verdict": "good", "reasons": [], "flags": [], "hold_s": 1.2}
    return rep | {"held": True, "rom_m": 0.7, "work_j": None, "velocity_loss_pct": 5.0} | changes


WORDS = "(await import('/static/js/kit/i18n.js')).loadWords('en')"


def test_doubtful_figures_are_said_with_their_reason(modules: Any) -> None:
    advice = "{praise: 'all_good', todo: 'keep', todo_reps: 0, complete: true, next_weight: null}"
    plan = "{weight_kg: null, exercise: 'row'}"
    sets = f"{{reps: [1], plan: {plan}, weight_step: 0, advice: {advice}, summary: a}}"
    app = f"{{words: await {WORDS}, unit: () => 'kg', model: {{view: {{exercises: []}}}}}}"
    lines = f"m.setLines({app}, {sets}).textContent"

    def summary(reps: int, *flags: str) -> dict[str, Any]:
        return {"reps": 3, "good_reps": 3, "held_reps": 3, "flagged_reps": reps, "flags": flags}

    said = "The figures for 2 reps are uncertain (load cell silent, wheel slipped)"
    assert said in call(modules, "widgets/setlines", lines, summary(2, "load_lost", "slip"))
    assert "The figures for one rep are" in call(
        modules, "widgets/setlines", lines, summary(1, "slip")
    )
    assert "uncertain" not in call(modules, "widgets/setlines", lines, summary(0))
    rep = _rep(1, flags=["load_lost", "slip"])
    cell = f"m.verdictCell(await {WORDS}, a, {{}}).textContent"
    assert call(modules, "widgets/setlines", cell, rep) == " Goodload cell silentwheel slipped"


def test_names_stay_text(modules: Any) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    code = (
        "(() => { const n = m.el('p', {text: a}); return [n.childElementCount, n.textContent]; })()"
    )
    assert call(modules, "kit/dom", code, hostile) == [0, hostile]
