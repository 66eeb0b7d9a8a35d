// What the journeys of people share: somebody signed in does what they do, and nothing goes wrong on the way.
import { check, openPage, overflow, pageFlaws, settle, signIn, test } from "./lib.mjs";

/** Who signs in; their password was asked for once. */
async function sessionOf(stage, login) {
  stage.sessions ??= new Map();
  if (!stage.sessions.has(login)) {
    const { context, page } = await openPage(stage.browser.browser, stage.program.url);
    await signIn(page, login);
    stage.sessions.set(login, await context.storageState());
    await context.close();
  }
  return stage.sessions.get(login);
}

/** A page of somebody who is signed in. */
export async function openAs(stage, login, options = {}) {
  return openPage(stage.browser.browser, stage.program.url,
    { storageState: await sessionOf(stage, login), ...options });
}

/** A test: what this person does on a page of theirs. */
export function journey(name, body, { login = "e2e-owner", ...options } = {}) {
  test(name, async (stage) => {
    const { context, page, faults } = await openAs(stage, login, options);
    await body(page, stage);
    await context.close();
    check(faults.length === 0, faults.join("\n"));
  });
}

async function look(page) {
  await settle(page);
  const flaws = await pageFlaws(page);
  check(flaws.length === 0, flaws.join("\n"));
  check(await overflow(page) <= 0, "it fits the window");
}

/** Sends the form that has this button and looks at the page after it. */
export async function send(page, form, path) {
  await press(page, page.locator(`${form} button[type=submit]`), path);
}

/** Follows a link or presses a button and looks at the page after it. */
export async function press(page, target, path = /./) {
  await Promise.all([page.waitForNavigation({ url: path }), target.click()]);
  await look(page);
}

export const says = async (page, what, where = "main") =>
  check(what.test(await page.textContent(where)), `${what} in: ${await page.textContent(where)}`);

/** The day so many days from now, as forms take it. */
export const dayIn = (days) => new Date(Date.now() + days * 86400000).toISOString().slice(0, 10);
