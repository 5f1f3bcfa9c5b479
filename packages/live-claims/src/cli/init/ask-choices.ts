import { COLLECTION, FIELD, REGION } from '../../core/name-patterns.ts';
import { AdminError } from '../admin-error.ts';
import {
  type Choices,
  configOf,
  parseRoleChoice,
  prefixFor,
  type RoleChoice,
  tableOf,
  takenCollections,
} from './choices.ts';
import { ownCodebase } from './choose-codebase.ts';
import type { InitOptions } from './init-options.ts';
import type { AppFacts } from './inspect-app.ts';
import type { Questions } from './questions.ts';

/**
 * What the app's roles are and where they stand: by the options, and for what they leave out by asking, or by what
 * was found in the app where nothing can be asked.
 *
 * @param questions null where nothing is to be asked: no terminal, or `--yes`.
 * @throws {AdminError} `usage` for an answer that is not allowed and for missing roles, `interrupted`.
 */
export async function askChoices(
  facts: AppFacts,
  options: InitOptions,
  questions: Questions | null,
): Promise<Choices> {
  const collection =
    options.collection ??
    (await (questions?.text(
      'Which collection has one document per account, with the account id (uid) as its id? The role stands in it',
      likelyCollection(facts),
      (answer) =>
        COLLECTION.test(answer) ? undefined : 'A letter, then letters, digits, "_" or "-".',
    ) ?? likelyCollection(facts)));
  const field =
    options.field ??
    (await (questions?.text('Which field of it is the role?', 'role', wrongField) ?? 'role'));
  const roles = options.roles.length > 0 ? options.roles : await askRoles(questions);
  const grantPermission = options.grantPermission ?? 'users.manage';
  const initialRole =
    options.initialRole !== undefined
      ? options.initialRole
      : await askInitialRole(questions, roles);
  const receipts = options.receipts ?? (await askReceipts(questions));
  const choices: Choices = {
    roles: tableOf(roles, grantPermission, initialRole),
    grantPermission,
    collections: {
      ...takenCollections(facts, receipts),
      ...(collection === 'users' ? {} : { users: collection }),
    },
    fields: field === 'role' ? {} : { role: field },
    receipts,
    region: options.region ?? (await askRegion(facts, questions)),
    database: options.database ?? facts.firestore[0]?.database ?? '(default)',
    functionPrefix: prefixFor(facts),
  };
  configOf(choices);
  return choices;
}

const wrongField = (answer: string) =>
  FIELD.test(answer) ? undefined : 'A letter, then letters, digits or underscores.';

/** Rules that look users up by their address. */
const BY_EMAIL = /\/users\/(?:\{\w*mail\w*\}|\$\(request\.auth\.token\.email\))/i;

/** Whether the app's `users` have addresses as ids. */
export const isKeyedByEmail = (facts: AppFacts) =>
  facts.firestore.some(({ rules }) => BY_EMAIL.test(rules?.text ?? ''));

const likelyCollection = (facts: AppFacts) => (isKeyedByEmail(facts) ? 'members' : 'users');

async function askRoles(questions: Questions | null): Promise<readonly RoleChoice[]> {
  if (questions === null) {
    throw new AdminError('usage', 'The roles of the app are not known.', {
      next: 'Name them, the lowest first, each with what it may do: --role member=posts.read --role owner=posts.delete',
    });
  }
  const names = await questions.text(
    'Which roles are there? The lowest first, with commas between',
    'member, moderator, owner',
    (answer) =>
      answer.split(',').every((name) => parseRoleChoice(name.trim()) !== null)
        ? undefined
        : 'Lower-case letters, digits, "-" and "_", such as: member, moderator, owner',
  );
  const roles: RoleChoice[] = [];
  for (const name of names.split(',').map((each) => each.trim())) {
    const more = roles.length === 0 ? '' : ' more';
    const permissions = await questions.text(
      `What${more} may the role ${name} do? Names of your own, with commas between; Enter for none yet`,
      '',
      (answer) =>
        parseRoleChoice(`${name}=${answer}`) === null
          ? 'Letters, digits, ".", "-", "_" and ":", such as: posts.write, posts.delete'
          : undefined,
    );
    roles.push(parseRoleChoice(`${name}=${permissions}`) as RoleChoice);
  }
  return roles;
}

async function askInitialRole(
  questions: Questions | null,
  roles: readonly RoleChoice[],
): Promise<string | null> {
  if (questions === null) return null;
  const none = { value: '', label: 'none', hint: 'until an admin gives one' };
  const others = roles.map(({ name }) => ({ value: name, label: name }));
  return (await questions.select('Which role has a new account?', [none, ...others], '')) || null;
}

async function askReceipts(questions: Questions | null): Promise<boolean> {
  const chosen = await questions?.select(
    'Should each browser record which change of access it has taken?',
    [
      { value: 'no', label: 'no' },
      {
        value: 'yes',
        label: 'yes',
        hint: 'admins see a change arrive; device and times are kept for 30 days',
      },
    ],
    'no',
  );
  return chosen === 'yes';
}

async function askRegion(facts: AppFacts, questions: Questions | null): Promise<string> {
  const regions = ownCodebase(facts)?.regions ?? [];
  const [found = 'us-central1'] = regions;
  if (questions === null || regions.length === 1) return found;
  return questions.text(
    'In which region do functions run? Best where your database is',
    found,
    (answer) => (REGION.test(answer) ? undefined : 'A region of Google Cloud, like europe-west1.'),
  );
}
