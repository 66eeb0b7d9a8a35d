// What browser tests share: the real program on a home of its own, a browser that reports everything
// it should not have done, and results as TAP.
import { spawn, execFile } from "node:child_process";
import { createInterface } from "node:readline";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const run = promisify(execFile);

export const chromiumPath = process.env.COALITION_CHROMIUM ?? "/usr/bin/chromium";
export const binaryPath = process.env.COALITION_BINARY ?? join(root, "build", "coalition");
const sampleHome = join(root, "tests", "support", "sample_home.py");

// No name leads anywhere but to this machine: what a page asks of another host is seen, and not sent.
const browserArgs = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"];

// ---- TAP ------------------------------------------------------------------------------------------

const tests = [];

export function test(name, body) {
  tests.push({ name, body });
}

/** Throws unless the condition holds; words say what was expected. */
export function check(condition, words) {
  if (!condition) throw new Error(words);
}

/** Runs what was registered, one after the other, and ends the process. */
export async function runTests(setUp, tearDown) {
  const missing = !existsSync(chromiumPath) ? chromiumPath : !existsSync(binaryPath) ? binaryPath
    : isPg && !pgUrl ? "COALITION_TEST_PG" : null;
  if (missing) {
    console.log(`1..0 # SKIP there is no ${missing}`);
    return;
  }
  console.log(`1..${tests.length}`);
  let failed = 0;
  let stage = null;
  let broken = null;
  try {
    stage = await setUp();
  } catch (error) {
    broken = error;
  }
  for (const [i, { name, body }] of tests.entries()) {
    try {
      if (broken) throw broken;
      await body(stage);
      console.log(`ok ${i + 1} - ${name}`);
    } catch (error) {
      failed++;
      console.log(`not ok ${i + 1} - ${name}`);
      for (const line of String(error.stack ?? error).split("\n")) console.log(`# ${line}`);
    }
  }
  if (stage) await tearDown(stage);
  process.exitCode = failed > 0 ? 1 : 0;
}

// ---- The program ------------------------------------------------------------------------------------

// With COALITION_ENGINE=pg homes keep their data in new databases beside the one at $COALITION_TEST_PG.
const isPg = process.env.COALITION_ENGINE === "pg";
const pgUrl = process.env.COALITION_TEST_PG;
const databases = new Map(); // by home

const psql = (sql) => run("psql", [pgUrl, "-qAtc", sql]);

async function makeDatabase(home) {
  const name = basename(dirname(home)).replaceAll("-", "_").toLowerCase();
  await psql(`CREATE DATABASE ${name}`);
  databases.set(home, name);
}

async function dropDatabase(home) {
  if (databases.has(home)) await psql(`DROP DATABASE IF EXISTS ${databases.get(home)} WITH (FORCE)`);
}

function environment(home) {
  const { COALITION_DB: _, ...env } = process.env;
  if (databases.has(home))
    env.COALITION_DB = pgUrl.replace(/^(postgresql:\/\/[^/]*)\/[^?]*/, `$1/${databases.get(home)}`);
  return env;
}

/** Runs one command on a home and returns what it printed. */
export async function coalition(home, args, input = "") {
  const running = run(binaryPath, ["--home", home, ...args], { maxBuffer: 1 << 24, env: environment(home) });
  running.child.stdin.on("error", () => {}); // a command that refuses may be gone before it has read all
  running.child.stdin.end(input);
  const { stdout } = await running;
  return stdout;
}

/** Serves a home at a free port; ready when the program has printed its address. */
function serve(home) {
  const child = spawn(binaryPath, ["--home", home, "serve", "--port", "0"],
    { stdio: ["ignore", "pipe", "pipe"], env: environment(home) });
  const log = [];
  return new Promise((resolve, reject) => {
    const giveUp = setTimeout(() => {
      child.kill("SIGTERM");
      reject(new Error(`no address after 300 s:\n${log.join("\n")}`));
    }, 300000);
    const read = (line) => {
      log.push(line);
      const address = /https?:\/\/[0-9.]+:[0-9]+/.exec(line);
      if (!address) return;
      clearTimeout(giveUp);
      resolve({ child, url: address[0], log });
    };
    createInterface({ input: child.stdout }).on("line", read);
    createInterface({ input: child.stderr }).on("line", read);
    child.on("exit", (code) => {
      clearTimeout(giveUp);
      reject(new Error(`the server ended with ${code}:\n${log.join("\n")}`));
    });
  });
}

export const password = "look-and-see-12";

/** The sample program in a home of its own, served, with a user of each role asked for. */
export async function startProgram(roles = ["owner"]) {
  return startHome(async (home) => {
    if (isPg) throw new Error("the sample program is walked in files: tests/e2e/walk has it on PostgreSQL");
    await run("python3", [sampleHome, binaryPath, home], { env: environment(home) });
  }, roles);
}

/** The same without a sample: an empty home and its owner, whose today may be given. */
export async function startEmpty(day = null) {
  return startHome((home) => coalition(home, day ? ["init", "--at", day] : ["init"]), ["owner"]);
}

async function startHome(make, roles) {
  const folder = mkdtempSync(join(tmpdir(), "coalition-e2e-"));
  const home = join(folder, "home");
  if (isPg) await makeDatabase(home);
  await make(home);
  for (const role of roles)
    await coalition(home, ["user", "add", `e2e-${role}`, "--name", `The ${role}`, "--role", role],
      `${password}\n`);
  const server = await serve(home);
  return {
    home,
    url: server.url,
    log: server.log,
    async stop() {
      const ended = new Promise((resolve) => server.child.removeAllListeners("exit").on("exit", resolve));
      server.child.kill("SIGTERM");
      await ended;
      await dropDatabase(home);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

// ---- The browser ------------------------------------------------------------------------------------

/** A browser with an empty profile that goes nowhere but to the program. */
export async function startBrowser() {
  const { chromium } = await import("playwright-core");
  const profile = mkdtempSync(join(tmpdir(), "coalition-browser-"));
  const browser = await chromium.launch({ executablePath: chromiumPath,
    args: [...browserArgs, `--crash-dumps-dir=${profile}`], env: { ...process.env, HOME: profile } });
  return {
    browser,
    async stop() {
      await browser.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** A page of a fresh reader, and the list of everything it should not have done: messages of error or
 * warning on the console, scripts that failed, breaches of the content security policy, requests to
 * another host, answers of 500 and more. */
export async function openPage(browser, url, options = {}) {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1280, height: 800 },
    reducedMotion: "reduce", ...options });
  const faults = [];
  context.setDefaultTimeout(120000); // a busy machine is no failure
  const page = await context.newPage();
  page.on("request", (request) => {
    const to = new URL(request.url());
    if (/^https?:$/.test(to.protocol) && to.origin !== url) faults.push(`asked another host: ${to}`);
  });
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  page.on("response", (response) => {
    if (response.status() >= 500) faults.push(`${response.status()}: ${response.url()}`);
  });
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) =>
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
  });
  return { context, page, faults };
}

export async function signIn(page, login = "e2e-owner") {
  await page.goto("/sign-in");
  await page.fill("#field-login", login);
  await page.fill("#field-password", password);
  await Promise.all([page.waitForURL((to) => !to.pathname.startsWith("/sign-in")),
    page.click("main button[type=submit]")]);
}

/** Everything has been drawn: what the page brings along is there, fonts as well, and no part of it
 * is being asked for or put in place. A page that goes on to another meanwhile is waited for again. */
export async function settle(page) {
  for (let left = 5; ; left--) {
    try {
      await page.waitForLoadState("load");
      await page.evaluate(async () => {
        const busy = ".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added";
        const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
        do await frame(); while (document.querySelector(busy));
        await document.fonts.ready;
      });
      return;
    } catch (error) {
      if (left === 0 || !/context was destroyed|navigation/i.test(error.message)) throw error;
    }
  }
}

// ---- Checks of a page -------------------------------------------------------------------------------

let axeText = null;
const axeSource = () => (axeText ??= readFileSync(join(root, "node_modules", "axe-core", "axe.min.js"), "utf8"));

/** What axe finds wrong, as lines. Playwright's evaluate is not held by the page's policy. */
export async function axeViolations(page) {
  if (!await page.evaluate(() => "axe" in window)) await page.evaluate(axeSource());
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"],
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  return violations.flatMap((violation) => violation.nodes.map((node) =>
    `${violation.id} (${violation.impact}): ${node.html.slice(0, 160)} ${node.failureSummary ?? ""}`));
}

/** Words that stick out of the window at this width, by how many pixels. */
export function overflow(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

/** Ids that are there twice, links within the page that lead nowhere, images without words, messages
 * that were never filled in. */
export function pageFlaws(page) {
  return page.evaluate(() => {
    const flaws = [];
    const seen = new Set();
    for (const element of document.querySelectorAll("[id]")) {
      if (seen.has(element.id)) flaws.push(`the id ${element.id} is there twice`);
      seen.add(element.id);
    }
    for (const link of document.querySelectorAll("a[href^='#']")) {
      const id = decodeURIComponent(link.getAttribute("href").slice(1));
      if (id && !seen.has(id)) flaws.push(`#${id} leads nowhere`);
    }
    for (const element of document.querySelectorAll("[style]"))
      flaws.push(`a style attribute: ${element.outerHTML.slice(0, 80)}`);
    const words = document.body.innerText;
    for (const left of words.match(/\{[a-z_]+\}|\{\{|\bNaN\b|\bundefined\b|\(null\)/g) ?? [])
      flaws.push(`"${left}" was left in the text`);
    if (document.querySelectorAll("h1").length !== 1) flaws.push("there is not one h1");
    return flaws;
  });
}

/** Rows of a plain CSV, without quotes in the columns asked for. */
export function readRows(path) {
  const [head, ...lines] = readFileSync(path, "utf8").replace(/^\uFEFF/, "").trim().split(/\r?\n/);
  const names = head.split(",").map((name) => name.trim());
  const cells = /("([^"]|"")*"|[^,]*)(,|$)/g;
  return lines.map((line) => {
    const values = [...line.matchAll(cells)].map((match) => match[1]);
    return Object.fromEntries(names.map((name, i) => [name, values[i]]));
  });
}
