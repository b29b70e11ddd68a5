// Opens a policy in a browser with code-server and writes down what a person would see.
// Given: {url, folder, file, pids, shots, chrome, served}; `pids` is the file in which each started kpol leaves its number.

import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const { url, folder, file, pids, shots, chrome, served } = JSON.parse(readFileSync(0, "utf8"));
const browser = await chromium.launch({ executablePath: chrome, args: ["--no-sandbox"] });
const page = await browser.newPage({ viewport: { width: 1500, height: 950 } });
page.setDefaultTimeout(60000);
const seen = {};
const shot = (name) => page.screenshot({ path: `${shots}/${name}.png` });

async function until(what, look) {
  for (let tries = 0; tries < 240; tries++) {
    const found = await look();
    if (found) {
      return found;
    }
    await page.waitForTimeout(250);
  }
  await shot("failed");
  throw new Error(`nothing came of: ${what}`);
}

const problems = async () => {
  const label = (await page.locator("#status\\.problems a").getAttribute("aria-label")) ?? "";
  return [...label.matchAll(/\d+/g)].reduce((sum, [number]) => sum + Number(number), 0);
};
const servers = () =>
  readFileSync(pids, "utf8").split("\n").filter((line) => / lsp$/.test(line)).map((line) => Number(line.split(" ")[0]));

async function command(title) {
  await page.keyboard.press("F1");
  await page.locator(".quick-input-widget input").waitFor();
  await page.keyboard.type(title, { delay: 10 });
  await page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first().waitFor();
  await page.keyboard.press("Enter");
}

await page.goto(`${url}/?folder=${encodeURIComponent(folder)}`);
await page.locator(".explorer-folders-view .monaco-list-row", { hasText: file }).dblclick();
await page.locator(".monaco-editor .view-line", { hasText: "Lokales" }).waitFor();

if (!served) {
  // no kpol: the message, and colours all the same
  seen.told = await until("a message", () => page.locator(".notifications-toasts").innerText().catch(() => ""));
  await shot("missing");
}
const colours = () =>
  page.evaluate(() => {
    const found = {};
    for (const piece of document.querySelectorAll(".monaco-editor .view-line > span > span")) {
      found[piece.textContent.trim()] ??= getComputedStyle(piece).color;
    }
    return found;
  });
seen.colours = await until("colours", async () => {
  const found = await colours();
  return "policy" in found && "2017-08-22" in found && found;
});
if (!served) {
  await browser.close();
  process.stdout.write(JSON.stringify(seen));
  process.exit(0);
}

seen.problems = await until("findings", problems);
await until("squiggles", () => page.locator(".squiggly-error").count());
seen.language = await page.locator("#status\\.editor\\.mode").innerText();
seen.hints = await page.locator(".monaco-editor .view-line").allInnerTexts();
await shot("findings");

// the finding in words
let nudge = 0;
seen.hover = await until("a hover", async () => {
  // hints and lenses may still come in and move the line away from under the pointer
  const box = await page.locator(".squiggly-error").first().boundingBox();
  nudge = (nudge + 3) % 12;
  await page.mouse.move(box.x + 8 + nudge, box.y + box.height / 2);
  await page.waitForTimeout(2000);
  const shown = page.locator(".monaco-hover .monaco-hover-content:visible").first();
  return shown.innerText({ timeout: 500 }).catch(() => "");
});
await shot("hover");
await page.keyboard.press("Escape");

// a crash, and findings again afterwards
const before = servers();
process.kill(before.at(-1), "SIGKILL");
await until("a new server", () => servers().length > before.length);
await until("findings of the new server", problems);
seen.restarted = servers().length - before.length;

// keywords in German and back
await page.locator(".monaco-editor .view-line", { hasText: "Lokales" }).click();
await command("Convert keywords");
await page.locator(".quick-input-list .monaco-list-row", { hasText: "Deutsch" }).waitFor();
await page.keyboard.press("Enter");
await page.locator(".monaco-editor .view-line", { hasText: "Richtlinie" }).waitFor();
seen.german = await page.locator(".monaco-editor .view-line", { hasText: "Lokales" }).innerText();
await shot("german");
await page.locator(".monaco-editor .view-line", { hasText: "Lokales" }).click();
await page.keyboard.press("Control+z");
await page.locator(".monaco-editor .view-line", { hasText: "policy" }).first().waitFor();

// the table beside the text
await command("Show the policy as a table");
const table = await until("the table", async () => {
  for (const frame of page.frames()) {
    const text = await frame.locator("table").first().innerText({ timeout: 300 }).catch(() => "");
    if (text) {
      return text;
    }
  }
  return undefined;
});
seen.table = table;
await shot("table");

seen.told = await page.locator(".notifications-toasts").innerText().catch(() => "");
await browser.close();
process.stdout.write(JSON.stringify(seen));
