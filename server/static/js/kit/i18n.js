/** Words and numbers in the reader's language. A further language is one file in `lang/`. */

const FALLBACK = "en";

/** @param {string} language */
async function fetchCatalogue(language) {
  const answer = await fetch(new URL(`../../lang/${language}.json`, import.meta.url));
  return answer.ok ? answer.json() : null;
}

/** @param {string | null} chosen */
function candidates(chosen) {
  const wanted = [chosen, ...(navigator.languages ?? [navigator.language])];
  const bases = wanted.flatMap((tag) => (tag ? [tag.toLowerCase().split("-")[0]] : []));
  return [...new Set([...bases.filter((tag) => /^[a-z]{2,3}$/.test(tag)), FALLBACK])];
}

/** A loaded catalogue with its formats. */
export class Words {
  /**
   * @param {string} language
   * @param {Record<string, string>} texts
   * @param {Record<string, string>} fallback
   */
  constructor(language, texts, fallback) {
    this.language = language;
    const regional = (navigator.languages ?? []).find((tag) => tag.split("-")[0] === language);
    this.locale = regional ?? language;
    this.texts = texts;
    this.fallback = fallback;
    /** @type {Map<number, Intl.NumberFormat>} */
    this.formats = new Map();
  }

  /**
   * The text of a key, with `{name}` replaced; the key itself where no catalogue has it.
   * Where `n` is one and there is a text `<key>_one`, that one is taken.
   * @param {string} key
   * @param {Record<string, unknown>} [values]
   */
  t(key, values = {}) {
    const one = values.n === 1 && this.has(`${key}_one`) ? `${key}_one` : key;
    const text = this.texts[one] ?? this.fallback[one] ?? key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
  }

  /**
   * Whether a text exists.
   * @param {string} key
   */
  has(key) {
    return key in this.texts || key in this.fallback;
  }

  /**
   * A number with a fixed count of decimals; an en dash where it could not be measured.
   * @param {number | null | undefined} value
   * @param {number} [decimals]
   */
  number(value, decimals = 0) {
    if (value === null || value === undefined || Number.isNaN(value)) return "–";
    let format = this.formats.get(decimals);
    if (!format) {
      const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
      format = new Intl.NumberFormat(this.locale, digits);
      this.formats.set(decimals, format);
    }
    return format.format(value);
  }

  /**
   * A number where there is one, else the sign for an unknown value.
   * @param {number | null | undefined} value
   * @param {number} decimals
   */
  figure(value, decimals) {
    return this.number(typeof value === "number" ? value : null, decimals);
  }

  /**
   * A number with what decimals say something about it.
   * @param {number} value
   */
  rounded(value) {
    const decimals =
      Number.isInteger(value) || Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 1 ? 1 : 2;
    return this.number(value, decimals);
  }

  /**
   * Minutes and seconds.
   * @param {number | null | undefined} seconds
   */
  clock(seconds) {
    if (seconds === null || seconds === undefined) return "–:––";
    const whole = Math.max(0, Math.floor(seconds));
    return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  }

  /**
   * A date with weekday, from ISO 8601.
   * @param {string} iso
   */
  day(iso) {
    return new Intl.DateTimeFormat(this.locale, {
      weekday: "long",
      day: "numeric",
      month: "long",
      year: "numeric",
    }).format(new Date(iso));
  }

  /**
   * A time of day, from ISO 8601.
   * @param {string} iso
   */
  time(iso) {
    /** @type {Intl.DateTimeFormatOptions} */
    const style = { hour: "2-digit", minute: "2-digit" };
    return new Intl.DateTimeFormat(this.locale, style).format(new Date(iso));
  }
}

/**
 * Load the first language that has a catalogue. `chosen` goes before the browser's own.
 * @param {string | null} chosen
 */
export async function loadWords(chosen) {
  const fallback = await fetchCatalogue(FALLBACK);
  for (const language of candidates(chosen)) {
    if (language === FALLBACK) break;
    const texts = await fetchCatalogue(language);
    if (texts) return new Words(language, texts, fallback);
  }
  return new Words(FALLBACK, fallback, fallback);
}
