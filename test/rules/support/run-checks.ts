import { atThisMoment, type Check } from './check.ts';
import type { RulesProject } from './rules-project.ts';

/** Questions under way at the same time: as many as keep two cores busy. */
const AT_ONCE = 16;

/** How often a check is tried that has to fit into one second; a busy machine may need more than one. */
const TRIES = 10;

/** Writes what the checks need, once. */
export async function seedChecks(project: RulesProject, checks: readonly Check[]): Promise<void> {
  const lasting = checks.filter(({ withinASecond }) => !withinASecond);
  await project.seed(Object.assign({}, ...lasting.map(({ given }) => atThisMoment(given))));
}

/**
 * Asks the rules all of it, in any order; what was seeded stays as it is. Comes back with
 * the checks that came out otherwise; with `stopAtFirst`, when there is one.
 */
export async function runChecks(
  project: RulesProject,
  checks: readonly Check[],
  { stopAtFirst = false } = {},
): Promise<Check[]> {
  const failed: Check[] = [];
  const done = () => stopAtFirst && failed.length > 0;
  const bySettings = Map.groupBy(checks, ({ settings }) => settings);
  for (const [settings, group] of bySettings) {
    if (done()) break;
    const [momentary, lasting] = partition(group, ({ withinASecond }) => withinASecond === true);
    if (lasting.length > 0) {
      await project.seed({ 'settings/access': atThisMoment(settings) });
    }
    const left = lasting.values();
    const lane = async () => {
      for (const check of left) {
        if (!(await comesOut(project, check))) failed.push(check);
        if (done()) return;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    for (const check of momentary) {
      if (done()) break;
      if (!(await comesOutWithinASecond(project, check))) failed.push(check);
    }
  }
  return failed;
}

export const namesOf = (checks: readonly Check[]): string[] => checks.map(({ name }) => name);

const comesOut = async (project: RulesProject, { caller, request, allowed }: Check) =>
  (await project.isAllowed(caller(), request)) === allowed;

async function comesOutWithinASecond(project: RulesProject, check: Check): Promise<boolean> {
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const second = secondNow();
    await project.seed({
      ...atThisMoment(check.given),
      'settings/access': atThisMoment(check.settings),
    });
    const asExpected = await comesOut(project, check);
    if (secondNow() === second) return asExpected;
  }
  throw new Error(`Too busy a machine to ask within a second, ${TRIES} times: ${check.name}`);
}

const secondNow = () => Math.floor(Date.now() / 1000);

function partition<Item>(items: readonly Item[], test: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}
