// The pages that are looked at, and who opens them. A path may be a function of what the sample
// program holds.

/** First address on a page that matches. */
async function firstLink(page, from, pattern) {
  await page.goto(from);
  const links = await page.$$eval("a[href]", (all) => all.map((a) => a.getAttribute("href")));
  const found = links.find((href) => pattern.test(href));
  if (!found) throw new Error(`${from} has no link like ${pattern}`);
  return found;
}

export const pages = [
  { name: "sign-in", path: "/sign-in", isPublic: true },
  { name: "design", path: "/design" },
  { name: "scores", path: "/scores" },
  { name: "card", path: (page) => firstLink(page, "/scores", /^\/cards\/[0-9a-f]+$/) },
  { name: "trends", path: "/trends" },
  { name: "funnel", path: "/funnel" },
  { name: "themes", path: "/themes" },
  { name: "theme", path: (page) => firstLink(page, "/themes", /^\/themes\/[0-9]+$/) },
  { name: "findings", path: "/findings" },
  { name: "finding", path: (page) => firstLink(page, "/findings", /^\/findings\/[0-9]+$/) },
  { name: "changes", path: "/changes" },
  { name: "pilots", path: "/pilots" },
  { name: "reconcile", path: "/reconcile?number=24" },
  { name: "drivers", path: "/drivers" },
  { name: "links", path: "/links" },
  { name: "link", path: "/links/first_contact/service_overall" },
  { name: "thresholds", path: "/thresholds" },
  { name: "threshold", path: "/thresholds/days_to_deliver/delivery_time" },
  { name: "leaders", path: "/leaders" },
  { name: "leader", path: (page) => firstLink(page, "/leaders", /^\/leaders\/[0-9]+$/) },
  { name: "own", path: async (page) => `${await firstLink(page, "/leaders", /^\/leaders\/[0-9]+$/)}/own` },
  { name: "half-page", path: async (page) => `${await firstLink(page, "/leaders", /^\/leaders\/[0-9]+$/)}/half-page` },
  { name: "rounds", path: "/rounds" },
  { name: "tiers", path: "/leaders/tiers" },
  { name: "goals", path: "/goals" },
  { name: "visible", path: "/visible" },
  { name: "calls", path: "/calls" },
  { name: "calendar", path: "/account/calendar" },
  { name: "coalition", path: "/leaders/coalition" },
  { name: "sponsor", path: "/leaders/sponsor" },
  { name: "steps", path: "/leaders/steps" },
  { name: "coaching", path: "/leaders/coaching" },
  { name: "ambassadors", path: "/leaders/ambassadors" },
  { name: "resistance", path: "/leaders/resistance" },
  { name: "resistance-case", path: (page) => firstLink(page, "/leaders/resistance", /^\/leaders\/resistance\/[0-9]+$/) },
  { name: "health", path: "/leaders/health" },
  { name: "basis", path: "/leaders/basis" },
  { name: "held", path: async (page) => `${await firstLink(page, "/leaders", /^\/leaders\/[0-9]+$/)}/held` },
  { name: "brief", path: (page) => firstLink(page, "/leaders", /^\/leaders\/[0-9]+\/brief$/) },
  { name: "briefs", path: "/briefs" },
  { name: "week", path: "/week" },
  { name: "week-settings", path: "/week/settings" },
  { name: "note", path: "/note" },
  { name: "program", path: "/program" },
  { name: "program-form", path: "/program?edit=governance" },
  { name: "departments", path: "/departments" },
  { name: "department", path: (page) => firstLink(page, "/departments", /^\/departments\/[0-9]+$/) },
  { name: "metrics", path: "/metrics" },
  { name: "metric", path: (page) => firstLink(page, "/metrics", /^\/metrics\/[0-9]+$/) },
  { name: "surveys", path: "/surveys" },
  { name: "survey", path: (page) => firstLink(page, "/surveys", /^\/surveys\/[0-9]+$/) },
  { name: "files", path: "/files" },
  { name: "import", path: (page) => firstLink(page, "/files", /^\/imports\/[0-9]+$/) },
  { name: "jobs", path: "/jobs" },
  { name: "users", path: "/users" },
  { name: "account", path: "/account" },
  { name: "api", path: "/api" },
  { name: "problem", path: "/nowhere", status: 404 },
];

export async function resolvePath(page, entry) {
  return typeof entry.path === "function" ? entry.path(page) : entry.path;
}
