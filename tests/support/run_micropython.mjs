// Runs one Python file in MicroPython: node run_micropython.mjs <package folder> <files…> < program
// The files are put side by side in MicroPython's own file system; the program comes from stdin.
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";

const [packageFolder, ...files] = process.argv.slice(2);
const { loadMicroPython } = await import(
  pathToFileURL(join(packageFolder, "micropython.mjs")).href
);
const micropython = await loadMicroPython({
  heapsize: 4 << 20,
  linebuffer: true,
  stdout: (line) => console.log(line),
});
for (const file of files) {
  micropython.FS.writeFile(`/${basename(file)}`, readFileSync(file));
}
micropython.runPython(readFileSync(0, "utf8"));
