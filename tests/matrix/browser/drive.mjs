// Opens pages in a headless Chromium and prints, as JSON, what axe-core and the keyboard find.
// node drive.mjs CHROMIUM FOLDER, with the packages of package.json installed beside it.
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [executablePath, folder] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const found = { version: browser.version(), pages: {}, pictures: {} };

const open = async (name, options = {}) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const noise = [];
  page.on("console", (message) => noise.push(message.text()));
  page.on("pageerror", (error) => noise.push(String(error)));
  page.on("request", (request) => {
    if (!request.url().startsWith("file:")) noise.push(`request ${request.url()}`);
  });
  await page.goto(pathToFileURL(join(folder, name)).href);
  return { page, noise, close: () => context.close() };
};

const MODES = { light: {}, dark: { colorScheme: "dark" }, print: { colorScheme: "light", media: "print" } };
const NARROW = { width: 400, height: 800 };

const violations = async (page) => {
  if (!(await page.evaluate(() => Boolean(window.axe)))) await page.evaluate(axe);
  const result = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return {
    violations: result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).slice(0, 3).join(" ")}`),
    passes: result.passes.length,
  };
};

const pane = (page) => page.locator("#cell").innerText();
const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.tagName);

const keyboard = async (name) => {
  const { page, noise, close } = await open(name);
  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
    return focused(page);
  };
  const told = {};
  const stops = [];
  for (let i = 0; i < 12 && stops.at(-1) !== "c1"; i += 1) stops.push(await press("Tab"));
  told.stops = stops;
  told.first = await pane(page);
  told.outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineWidth);
  told.right = await press("ArrowRight");
  told.rightPane = await pane(page);
  told.down = await press("ArrowDown");
  told.left = await press("ArrowLeft");
  told.up = await press("ArrowUp");
  told.edge = await press("ArrowUp", "ArrowLeft");
  told.end = await press("End");
  told.last = await press("Control+End");
  told.inView = await page.evaluate(() => {
    const cell = document.activeElement.getBoundingClientRect();
    return cell.top >= 0 && cell.bottom <= document.getElementById("cell").getBoundingClientRect().top;
  });
  told.lastPane = await pane(page);
  told.home = await press("Home");
  told.afterTab = await press("Tab");
  told.back = await press("Shift+Tab");
  await press("Escape");
  told.hidden = await page.locator("#cell").isHidden();
  told.start = await press("Control+Home");
  await press("Enter");
  told.hash = new URL(page.url()).hash;
  told.target = await page.locator(":target").innerText();
  await page.locator("#c2").hover();
  told.hover = await pane(page);
  told.noise = noise;
  await close();
  return told;
};

const plain = async (name) => {
  const { page, noise, close } = await open(name, { javaScriptEnabled: false });
  const told = {
    role: await page.locator("table").getAttribute("role"),
    pane: await page.locator("#cell").isVisible(),
    links: await page.locator("td a").count(),
    rules: await page.locator(".block li").count(),
  };
  await page.locator("td a").first().focus();
  await page.keyboard.press("Enter");
  told.hash = new URL(page.url()).hash;
  told.noise = noise;
  await close();
  return told;
};

for (const name of readdirSync(folder).sort()) {
  if (name.endsWith(".html")) {
    const told = { axe: {} };
    const { page, noise, close } = await open(name);
    for (const [mode, media] of Object.entries(MODES)) {
      await page.emulateMedia(media);
      told.axe[mode] = await violations(page);
    }
    await page.emulateMedia({ colorScheme: "dark", media: "screen" });
    await page.setViewportSize(NARROW);
    await page.locator("td").first().focus();
    await page.keyboard.press("End");
    told.seen = await page.evaluate(() => {
      const cell = document.activeElement.getBoundingClientRect();
      return document.activeElement.tagName === "TD" && cell.left >= 0 && cell.right <= innerWidth;
    });
    told.axe["narrow, dark, a cell in focus"] = await violations(page);
    told.overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    told.noise = noise;
    await close();
    told.keyboard = await keyboard(name);
    told.plain = await plain(name);
    found.pages[name] = told;
  } else if (name.endsWith(".svg")) {
    const { page, noise, close } = await open(name);
    found.pictures[name] = {
      noise,
      ...(await page.evaluate(() => {
        const wide = document.documentElement.viewBox.baseVal.width;
        const high = document.documentElement.viewBox.baseVal.height;
        const outside = (text, box) => {
          const own = text.getBBox();
          return own.x < box.x - 1 || own.x + own.width > box.x + box.width + 1 || own.y + own.height > box.y + box.height + 1;
        };
        const whole = { x: 0, y: 0, width: wide, height: high };
        const cells = [...document.querySelectorAll(".cell")];
        return {
          texts: document.querySelectorAll("text").length,
          cells: cells.length,
          outside: [...document.querySelectorAll("text")].filter((t) => outside(t, whole)).map((t) => t.textContent),
          beyond: cells.flatMap((cell) =>
            [...cell.querySelectorAll("text")].filter((t) => outside(t, cell.querySelector("rect").getBBox())).map((t) => t.textContent),
          ),
        };
      })),
    };
    await close();
  }
}
await browser.close();
process.stdout.write(JSON.stringify(found));
