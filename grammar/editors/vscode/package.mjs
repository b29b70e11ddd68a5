// Makes kontaktdsl-VERSION.vsix from what `npm ci` has installed; no network is needed.
// `node package.mjs [--out FILE]`

import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, rmSync } from "node:fs";
import path from "node:path";

const here = import.meta.dirname;
const at = process.argv.indexOf("--out");
const out = at > 0 ? path.resolve(process.argv[at + 1]) : undefined;

// Both are the project's own, three folders up; in a copy of this folder alone they have to be there.
const borrowed = ["LICENSE", "CHANGELOG.md"].filter((name) => existsSync(path.join(here, "../../..", name)));
for (const name of borrowed) {
  copyFileSync(path.join(here, "../../..", name), path.join(here, name));
}
const vsce = path.join(here, "node_modules", "@vscode", "vsce", "vsce");
const words = ["package", "--no-dependencies", "--allow-missing-repository", "--no-rewrite-relative-links"];
const run = spawnSync(process.execPath, [vsce, ...words, ...(out ? ["--out", out] : [])], {
  cwd: here,
  stdio: "inherit",
});
for (const name of borrowed) {
  rmSync(path.join(here, name));
}
process.exit(run.status ?? 1);
