// Bundles src/ into dist/extension.js, and the licences of what went into it into dist/NOTICES.txt.

import { build } from "esbuild";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const here = import.meta.dirname;
const made = await build({
  absWorkingDir: here,
  entryPoints: ["src/extension.ts"],
  outfile: "dist/extension.js",
  bundle: true,
  external: ["vscode"],
  format: "cjs",
  platform: "node",
  target: "node20",
  minify: true,
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});

const folders = new Set();
for (const input of Object.keys(made.metafile.inputs)) {
  const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
  if (found) {
    folders.add(found[1]);
  }
}
const notices = [...folders].sort().map((folder) => {
  const about = JSON.parse(readFileSync(path.join(here, folder, "package.json"), "utf8"));
  const file = readdirSync(path.join(here, folder)).find((name) => /^licen[sc]e/i.test(name));
  if (file === undefined || !existsSync(path.join(here, folder, file))) {
    throw new Error(`${folder} has no licence to pass on`);
  }
  const text = readFileSync(path.join(here, folder, file), "utf8").trim();
  return `${about.name} ${about.version} (${about.license})\n\n${text}\n`;
});
writeFileSync(path.join(here, "dist", "NOTICES.txt"), notices.join(`\n${"-".repeat(80)}\n\n`));
