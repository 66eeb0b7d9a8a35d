// A home of everything that makes a brief hard to lay out: a leader without a department, departments
// without answers and with too few, a term to come, names of 200 characters, comments with markup.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { coalition } from "./lib.mjs";

const ARABIC = "نورة بنت عبد الرحمن ".repeat(10).trim();
const UNBROKEN = "ع".repeat(200);
const LONG_WORD = "Donaudampfschifffahrtsgesellschaft".repeat(6).slice(0, 190);
const LATE = (i) => `<b>It came late</b> & nobody ${["told us", "said why", "called back"][i % 3]} for days: ` +
  "\"not {{here}}\" <script>alert(1)</script> <img src=x onerror=alert(2)> was all that the note said";
const GOOD = (i) => `It came early & in one piece, ${["as ever", "once more", "again"][i % 3]} ` +
  "</p></blockquote><svg onload=alert(3)> so we will order the same next year";

/** Whose brief is what. */
export const leaders = [
  { key: "unbroken", name: UNBROKEN, department: "Post & <Parcels>", title: LONG_WORD, start: "2024-01-01" },
  { key: "arabic", name: ARABIC, department: "", title: "", start: "2024-01-01" },
  { key: "quiet", name: "Quinn Quiet", department: "Quiet", title: "Head of Quiet", start: "2024-01-01" },
  { key: "hidden", name: "Hal Hidden", department: "Hidden", title: "Head of Hidden", start: "2024-01-01" },
  { key: "to come", name: "Tom Tocome", department: LONG_WORD, title: "Head", start: "2027-02-01" },
  { key: "markup", name: "<i>Mia</i> & {{name}}", department: "مجلس الإدارة والتوصيل", title: "<script>alert(4)</script>",
    start: "2026-10-01" },
];

function quoted(cell) {
  return `"${String(cell).replaceAll('"', '""')}"`;
}

function csv(rows) {
  return rows.map((row) => row.map(quoted).join(",")).join("\n") + "\n";
}

const rating = (key, department, wording) => ({ key, column: key, kind: "rating", lo: 1, hi: 5, department, label: wording,
  wording: `How satisfied are you with ${wording}?` });

const mapping = {
  format: 1,
  survey: { key: "hard", title: "What <b>customers</b> & others say", zone: "Europe/Berlin", overall: "recommend" },
  version: { key: "2026", sampling: "census", invited: 900 },
  columns: { id: "id", date: { column: "day", kind: "iso" } },
  departments: [{ key: "post", name: "Post & <Parcels>" }, { key: "quiet", name: "Quiet" }, { key: "hidden", name: "Hidden" },
    { key: "board", name: "مجلس الإدارة والتوصيل" }],
  items: [
    { key: "recommend", column: "recommend", kind: "nps", role: "overall", wording: "Would you recommend us?" },
    rating("in_time", "post", `${LONG_WORD} in time`), rating("whole", "post", "<em>whole</em> parcels & \"corners\""),
    rating("calm", "quiet", "the calm"), rating("seen", "hidden", "what was seen"), rating("heard", "board", "نعم والتوصيل"),
    { key: "comment", column: "comment", kind: "text", role: "comment", department: "post", wording: "Why?" },
  ],
};

/** 240 answers of the third quarter; the calm was asked of nobody, what was seen of three. */
function answers() {
  const rows = [["id", "day", "recommend", "in_time", "whole", "calm", "seen", "heard", "comment"]];
  for (let i = 0; i < 240; i++) {
    const isLow = i % 3 === 0;
    const day = `2026-0${7 + i % 3}-${String(1 + i % 28).padStart(2, "0")}`;
    rows.push([i, day, isLow ? i % 7 : 7 + i % 4, isLow ? 1 + i % 2 : 4 + i % 2, 1 + i % 5, "", i < 3 ? 4 : "", 1 + i % 5,
      isLow ? LATE(i) : GOOD(i)]);
  }
  return csv(rows);
}

/** Fills an empty home whose day is 16 November 2026. */
export async function fillHard(home) {
  const dir = mkdtempSync(join(tmpdir(), "coalition-hard-"));
  const write = (name, text) => {
    writeFileSync(join(dir, name), text);
    return join(dir, name);
  };
  try {
    await coalition(home, ["import", write("answers.csv", answers()), "--mapping", write("mapping.json", JSON.stringify(mapping))]);
    await coalition(home, ["roster", write("roster.csv", csv([["name", "department", "title", "start"],
      ...leaders.map(({ name, department, title, start }) => [name, department, title, start])]))]);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
