import { readFileSync } from 'node:fs';
import type { Check } from '../support/check.ts';
import type { Caller, Documents } from '../support/rules-project.ts';
import {
  isAdmitted,
  parseExpectations,
  rowKey,
  SIGNED_OUT,
  type Standings,
} from './expectations.ts';
import { operations, requestFor, targets } from './operations.ts';
import { claimsOf, persons, settings, tokenNames } from './persons.ts';

export interface Matrix {
  /** A check for every cell that is specified, by the table it belongs to. */
  readonly cells: ReadonlyMap<string, readonly Check[]>;
  /** Cells that docs/rules-matrix.md says nothing about. */
  readonly unspecified: readonly string[];
  /** What that page says about persons, tables, rows and columns that there are not. */
  readonly unknown: readonly string[];
}

/** Every person with every token, and one without, at every operation on every target. */
export function buildMatrix(): Matrix {
  const page = readFileSync(new URL('../../../docs/rules-matrix.md', import.meta.url), 'utf8');
  const { standings, admissions } = parseExpectations(page);
  const cells = new Map<string, Check[]>();
  const unspecified: string[] = [];
  const everyActor = actors(standings);
  for (const [table, columns] of Object.entries(targets)) {
    const checks: Check[] = [];
    for (const [column, target] of Object.entries(columns)) {
      for (const operation of operations) {
        const row = rowKey(operation.name, 'fields' in operation ? operation.fields : '');
        const admission = admissions[table]?.[row]?.[column];
        for (const actor of everyActor) {
          const name = `${actor.name}: ${row}, ${table}, ${column}`;
          if (!admission || !actor.standings) unspecified.push(name);
          else {
            checks.push({
              name,
              settings: settings[actor.settings],
              given: { ...actor.given, ...target.given(actor.uid) },
              caller: actor.caller,
              request: requestFor(target, operation, actor.uid),
              allowed: isAdmitted(admission, actor.standings, actor.signedIn),
            });
          }
        }
      }
    }
    cells.set(table, checks);
  }
  return { cells, unspecified, unknown: unknownIn({ standings, admissions }) };
}

interface Actor {
  readonly name: string;
  readonly uid: string;
  readonly settings: keyof typeof settings;
  readonly given: Documents;
  readonly caller: () => Caller;
  readonly signedIn: boolean;
  /** Undefined when nothing is said about them. */
  readonly standings: Standings | undefined;
}

function actors(standings: ReturnType<typeof parseExpectations>['standings']): Actor[] {
  const people = Object.entries(persons).flatMap(([person, who]) =>
    tokenNames.map((token): Actor => {
      const uid = `${person} ${token}`.replaceAll(/\W+/g, '-');
      const documents: Documents = {
        [`users/${uid}`]: who.document,
        [`userClaims/${uid}`]: who.marker,
      };
      return {
        name: `${person}, ${token} token`,
        uid,
        settings: who.settings,
        given: documents,
        caller: () => ({ uid, claims: claimsOf(who, token) }),
        signedIn: true,
        standings: standings[person]?.[token],
      };
    }),
  );
  // Without a token Firestore does not know the account: one row for all requests without one.
  const uid = 'no-account';
  const tokenless = { uid, claims: null };
  return [
    ...people,
    {
      name: 'a user without a token',
      uid,
      settings: 'open',
      given: {},
      caller: () => tokenless,
      signedIn: false,
      standings: SIGNED_OUT,
    },
  ];
}

function unknownIn({ standings, admissions }: ReturnType<typeof parseExpectations>): string[] {
  const rows = operations.map((operation) =>
    rowKey(operation.name, 'fields' in operation ? operation.fields : ''),
  );
  return [
    ...Object.entries(standings).flatMap(([person, tokens]) => [
      ...(person in persons ? [] : [person]),
      ...Object.keys(tokens).filter((token) => !tokenNames.includes(token)),
    ]),
    ...Object.entries(admissions).flatMap(([table, entries]) => [
      ...(table in targets ? [] : [table]),
      ...Object.entries(entries).flatMap(([row, columns]) => [
        ...(rows.includes(row) ? [] : [row]),
        ...Object.keys(columns).filter((column) => !(column in (targets[table] ?? {}))),
      ]),
    ]),
  ];
}
