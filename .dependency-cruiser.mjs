/** The law of the page's folders: each may use itself and what stands here, and nothing else.

Types count too: an `@import` in a comment is an arrow like any other. */

const ROOT = "server/static/js/";

const MAY_USE = {
  "main.js": ["app.js", "kit/"],
  "app.js": ["screens/", "widgets/", "sheets/", "coach/", "station/", "kit/"],
  "screens/": ["widgets/", "sheets/", "coach/", "station/", "kit/"],
  "widgets/": ["coach/", "station/", "kit/"],
  "sheets/": ["coach/", "station/", "kit/"],
  "coach/": ["station/", "kit/"],
  "station/": [],
  "kit/": [],
};

const places = (names) => `^${ROOT}(${names.join("|").replaceAll(".", "\\.")})`;

export default {
  forbidden: [
    { name: "no-circle", severity: "error", from: {}, to: { circular: true } },
    { name: "all-imports-exist", severity: "error", from: {}, to: { couldNotResolve: true } },
    { name: "every-file-is-used", severity: "error", from: { orphan: true }, to: {} },
  ],
  allowed: Object.entries(MAY_USE).map(([place, others]) => ({
    from: { path: places([place]) },
    to: { path: places([place, ...others]) },
  })),
  allowedSeverity: "error",
  options: { detectJSDocImports: true, parser: "tsc", tsPreCompilationDeps: true },
};
