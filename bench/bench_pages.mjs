#!/usr/bin/env node
// Every page of the sample program, warm, as its owner reads it: the server's own time from the request to
// the last byte queued, as the log says, against the ten milliseconds a page may take.
//
//     node bench/bench_pages.mjs COALITION [--quick]
import { resolve } from "node:path";

process.env.COALITION_BINARY = resolve(process.argv[2]);
const { password, startProgram } = await import("../tests/e2e/lib.mjs");
const { pages, resolvePath } = await import("../tests/e2e/pages.mjs");

const LIMIT_MS = 10;
const rounds = process.argv.includes("--quick") ? 3 : 21;

function attribute(tag, name) {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag);
  return found && found[1].replaceAll("&amp;", "&");
}

/** A reader without a browser: as much of Playwright's page as addresses of pages need. */
class Reader {
  constructor(url) {
    this.url = url;
    this.cookies = new Map();
  }

  async ask(path, options = {}) {
    const cookie = [...this.cookies].map((pair) => pair.join("=")).join("; ");
    const answer = await fetch(this.url + path, { redirect: "manual", ...options, headers: { cookie } });
    const set = answer.headers.getSetCookie?.() ?? [answer.headers.get("set-cookie")];
    for (const text of set.filter(Boolean)) {
      const [name, value] = text.split(";")[0].split(/=(.*)/);
      this.cookies.set(name, value);
    }
    this.body = await answer.text();
    return answer;
  }

  async signIn(login) {
    await this.ask("/sign-in");
    const form = new URLSearchParams({ login, password });
    for (const tag of this.body.match(/<input[^>]*type="hidden"[^>]*>/g) ?? [])
      form.set(attribute(tag, "name"), attribute(tag, "value"));
    const answer = await this.ask("/sign-in", { method: "POST", body: form });
    if (answer.status !== 303) throw new Error(`signing in was answered with ${answer.status}`);
  }

  goto(path) {
    return this.ask(path);
  }

  async $$eval(selector, read) {
    const tags = this.body.match(/<a\s[^>]*href="[^>]*>/g) ?? [];
    return read(tags.map((tag) => ({ getAttribute: (name) => attribute(tag, name) })));
  }
}

/** The line of the log with these words, which may be on its way. */
async function logged(log, words) {
  for (let left = 30000; left > 0; left--) {
    const line = log.findLast((each) => each.includes(words));
    if (line) return line;
    await new Promise((next) => setTimeout(next, 2));
  }
  throw new Error(`the log has no line with ${words}`);
}

async function milliseconds(log, answer) {
  return Number(/ ms=([0-9.]+)/.exec(await logged(log, `id=${answer.headers.get("x-request-id")} `))[1]);
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

const program = await startProgram();
try {
  await logged(program.log, "kind=nightly state=done"); // the sample is new: its first night comes at once
  const reader = new Reader(program.url);
  await reader.signIn("e2e-owner");
  for (const entry of pages) {
    const path = await resolvePath(reader, entry);
    const times = [];
    for (let i = 0; i < rounds + 2; i++) {
      const answer = await reader.ask(path);
      if (answer.status !== (entry.status ?? 200) && !entry.isPublic)
        throw new Error(`${path} was answered with ${answer.status}`);
      times.push(await milliseconds(program.log, answer));
    }
    const ms = median(times.slice(2)); // the first ones fill what is kept
    console.log(JSON.stringify({ case: `page ${entry.name}`, ours_ms: ms, peer: "the limit of a page",
      peer_ms: LIMIT_MS, ratio: Math.round(1000 * LIMIT_MS / ms) / 1000, target: 1 }));
  }
} finally {
  await program.stop();
}
