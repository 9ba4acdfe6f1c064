// Looks at pages with Debian's Chromium: axe-core, no requests, no sideways scrolling, print, dark, scripts
// off, and pictures of them against the golden ones.
// usage: node check.mjs CHROMIUM PAGES-FOLDER GOLDEN-FOLDER; prints one line for each mistake, then the sum.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";

const require = createRequire(import.meta.url);
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [program, folder, golden] = process.argv.slice(2);
const update = process.env.LDE_UPDATE;
const widths = [360, 768, 1280];
const tolerance = 0.02; // part of the pixels: fonts are drawn a little differently from version to version
let passed = 0, failed = 0;

function expect(what, good, detail = "") {
  if (good) passed++;
  else { failed++; console.log(`not so: ${what}${detail ? "\n  " + detail : ""}`); }
}

const address = file => "file://" + path.resolve(folder, file);

async function open(browser, file, options) {
  const context = await browser.newContext({ bypassCSP: true, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  const asked = [], said = [];
  page.on("request", request => { if (request.url() !== address(file)) asked.push(request.url()); });
  page.on("console", message => said.push(message.text()));
  await page.goto(address(file));
  return { context, page, asked, said };
}

async function judge(browser, file, width, scheme) {
  const what = `${file}, ${width} wide, ${scheme}`;
  const { context, page, asked, said } = await open(browser, file, { viewport: { width, height: 900 }, colorScheme: scheme });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(`${what}: no sideways scrolling`, wide <= 0, `${wide} too wide`);
  await page.evaluate(() => document.querySelectorAll("details").forEach(each => { each.open = true; }));
  await page.evaluate(axe);
  const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  expect(`${what}: axe finds nothing`, found.violations.length === 0,
    found.violations.map(v => `${v.id} (${v.nodes.length}): ${v.help}\n    ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 160) + " | " + (n.any[0]?.message ?? "")).join("\n    ")}`).join("\n  "));
  expect(`${what}: asks nothing from outside`, asked.length === 0, asked.join(" "));
  expect(`${what}: nothing is refused or complained of`, said.length === 0, said.join(" "));
  await context.close();
}

function compare(name, bytes) {
  const file = path.join(golden, name + ".png");
  if (update || !fs.existsSync(file)) {
    fs.mkdirSync(golden, { recursive: true });
    fs.writeFileSync(file, bytes);
    expect(`${name}: there is a golden picture`, Boolean(update), "LDE_UPDATE=1 keeps this one; look at it");
    return;
  }
  const now = PNG.sync.read(bytes), then = PNG.sync.read(fs.readFileSync(file));
  if (now.width !== then.width || now.height !== then.height) {
    expect(`${name}: has its size`, false, `${now.width}×${now.height}, not ${then.width}×${then.height}`);
    return;
  }
  const different = pixelmatch(now.data, then.data, null, now.width, now.height, { threshold: 0.15 });
  const part = different / (now.width * now.height);
  if (part > tolerance)
    fs.writeFileSync(path.join(folder, name + ".png"), bytes);
  expect(`${name}: looks as before`, part <= tolerance, `${(part * 100).toFixed(1)}% of the pixels differ`);
}

async function picture(browser, file, name, options, print = false) {
  const { context, page } = await open(browser, file, options);
  if (print)
    await page.emulateMedia({ media: "print" });
  compare(name, await page.screenshot());
  await context.close();
}

async function withoutScripts(browser, file) {
  const view = { viewport: { width: 1280, height: 900 } };
  const on = await open(browser, file, view), off = await open(browser, file, { ...view, javaScriptEnabled: false });
  const one = await on.page.screenshot(), other = await off.page.screenshot();
  expect(`${file}: the same without scripts`, one.equals(other));
  await on.context.close();
  await off.context.close();
}

async function printed(browser, file) {
  const { context, page } = await open(browser, file, {});
  fs.writeFileSync(path.join(folder, file + ".pdf"), await page.pdf({ preferCSSPageSize: true }));
  await context.close();
}

const browser = await chromium.launch({ executablePath: program, args: process.getuid() === 0 ? ["--no-sandbox"] : [] });
const files = fs.readdirSync(folder).filter(file => file.endsWith(".html")).sort();
for (const file of files) {
  const look = file.startsWith("look-");
  for (const width of look || file.startsWith("gemeente") ? widths : [768])
    await judge(browser, file, width, "light");
  await judge(browser, file, 1280, "dark");
  await withoutScripts(browser, file);
  await printed(browser, file);
  if (!look)
    continue;
  const name = file.replace(".html", "");
  for (const width of name.includes("board") ? [] : widths)
    await picture(browser, file, `${name}-${width}`, { viewport: { width, height: 900 }, colorScheme: "light" });
  if (name === "look-en")
    await picture(browser, file, `${name}-dark`, { viewport: { width: 1280, height: 900 }, colorScheme: "dark" });
  await picture(browser, file, `${name}-print`, { viewport: { width: 794, height: 1123 }, colorScheme: "dark" }, true);
}
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
