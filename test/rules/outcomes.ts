import type { Principal } from './principals.ts';

/** What a principal tries; resolves when it was allowed. */
export type Attempt = (principal: Principal) => Promise<unknown>;

/** Whether the rules let it through. @throws whatever went wrong for another reason than the rules. */
export async function isAllowed(attempt: Promise<unknown>): Promise<boolean> {
  try {
    await attempt;
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === 'permission-denied') return false;
    throw error;
  }
}

/** Names of those whom the rules let through, all of them trying at the same time. */
export async function whoIsAllowed<Name extends string>(
  people: Readonly<Record<Name, Principal>>,
  attempt: Attempt,
): Promise<Name[]> {
  const names = Object.keys(people) as Name[];
  const outcomes = await Promise.all(names.map((name) => isAllowed(attempt(people[name]))));
  return names.filter((_, index) => outcomes[index]);
}
