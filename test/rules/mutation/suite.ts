import { cases } from '../cases/all.ts';
import { ownAccess, rulesWithOpenProfiles } from '../cases/own-access.ts';
import { ownPermission, rulesByPermission } from '../cases/own-permission.ts';
import { buildMatrix } from '../matrix/cells.ts';
import type { Stage } from './hunt.ts';

/** Persons and operations that most mutants come out at. */
const FIRST_PERSONS =
  /^(a user without|viewer, c|editor, [cb]|admin, c|owner in a lockdown, c|admin in a lockdown, c)/;
const FIRST_OPERATIONS =
  /: (get|list|create allowed|create role|update allowed|update role|delete), /;

/** And all others, with what can be allowed at all. */
const CURRENT = /, current token:/;
const ALLOWED = /: (get|list|create allowed|update allowed|delete), /;

/**
 * What mutants are hunted with: the cases, and of the matrix the cells that could tell something
 * that others do not. A mutant that these find out, all of them find out.
 */
export function mutationSuite(): Stage[] {
  const cells = [...buildMatrix().cells.values()].flat();
  const first = cells.filter(({ name }) => FIRST_PERSONS.test(name) && FIRST_OPERATIONS.test(name));
  const others = cells.filter(
    (cell) => !first.includes(cell) && CURRENT.test(cell.name) && ALLOWED.test(cell.name),
  );
  return [
    { checks: first },
    { checks: ownPermission, variant: rulesByPermission },
    { checks: ownAccess, variant: rulesWithOpenProfiles },
    { checks: [...Object.values(cases).flat(), ...others] },
  ];
}
