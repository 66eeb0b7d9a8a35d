// The briefs that are hard to lay out (hard.mjs), as they are read: each says what it can, words stay within
// the window and beside their numbers, markup in names and comments is words.
import { axeViolations, check, openPage, overflow, pageFlaws, runTests, settle, signIn, startBrowser,
  startEmpty, test } from "./lib.mjs";
import { fillHard, leaders } from "./hard.mjs";

const says = {
  unbroken: ["<em>whole</em> parcels", "<script>alert(1)</script>", "n 240"],
  arabic: ["No department is recorded for you yet"],
  quiet: ["no customer has answered in this period"],
  hidden: ["too few answers to show without naming anyone", "hidden: fewer than 5 answers"],
  "to come": ["is yours from 1 February 2027 on"],
  markup: ["<script>alert(4)</script>", "n 240"],
};
const looks = [{ width: 1280, colorScheme: "light" }, { width: 1280, colorScheme: "dark" },
  { width: 390, colorScheme: "light" }, { width: 390, colorScheme: "dark" }];

/** Scores of a table that are cut off or pushed out of sight by what stands before them. */
function hiddenScores(page) {
  return page.evaluate(() => [...document.querySelectorAll(".scroll")]
    .filter((part) => part.offsetParent !== null && part.querySelector(".stack") && part.scrollWidth > part.clientWidth + 1)
    .map((part) => part.getAttribute("aria-label")));
}

async function visit(stage, look, path) {
  const { context, page, faults } = await openPage(stage.browser.browser, stage.program.url,
    { viewport: { width: look.width, height: 800 }, colorScheme: look.colorScheme, storageState: stage.owner });
  await page.goto(path);
  await settle(page);
  const wrong = [...await pageFlaws(page), ...faults].filter((flaw) => !flaw.startsWith('"{{"')); // it is in a name
  if (look.width === 390 || look.colorScheme === "light") wrong.push(...await axeViolations(page));
  const sticks = await overflow(page);
  if (sticks > 0) wrong.push(`${sticks} px wider than the window`);
  for (const part of await hiddenScores(page)) wrong.push(`out of sight in "${part}"`);
  const words = await page.locator("main").innerText();
  await context.close();
  return { wrong, words };
}

for (const [i, { key }] of leaders.entries()) {
  test(`the brief of ${key}`, async (stage) => {
    for (const look of looks) {
      const { wrong, words } = await visit(stage, look, `/leaders/${i + 1}/brief`);
      for (const wanted of says[key]) {
        if (!words.includes(wanted)) wrong.push(`does not say "${wanted}"`);
      }
      check(wrong.length === 0, `${look.width} ${look.colorScheme}:\n${wrong.join("\n")}`);
    }
  });
}

test("the pages around them", async (stage) => {
  for (const path of ["/week", "/leaders", "/departments", "/scores", "/funnel", "/leaders/1", "/leaders/5", "/leaders/6",
    "/leaders/1/own", "/leaders/2/half-page"]) {
    const { wrong } = await visit(stage, { width: 390, colorScheme: "light" }, path);
    check(wrong.length === 0, `${path}:\n${wrong.join("\n")}`);
  }
});

await runTests(async () => {
  const stage = { program: await startEmpty("2026-11-16"), browser: await startBrowser() };
  await fillHard(stage.program.home);
  const { context, page } = await openPage(stage.browser.browser, stage.program.url);
  await signIn(page);
  stage.owner = await context.storageState();
  await context.close();
  return stage;
}, async (stage) => {
  await stage.browser.stop();
  await stage.program.stop();
});
