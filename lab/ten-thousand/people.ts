import type { UserImportRecord } from 'firebase-admin/auth';
import { userPath } from 'live-claims/core';
import type { Project } from '../../packages/live-claims/src/functions/sweep/project.ts';

/** Who changes everybody's role. */
export const OWNER = 'owner';

/** Accounts that `importUsers` takes at a time. */
const ACCOUNTS_PER_CALL = 1000;

const DOCUMENTS_PER_BATCH = 500;

/** Requests at the same time. */
const AT_ONCE = 20;

/** An account and a document each, with nothing yet that the sync wrote. */
export async function createPeople({ auth, db }: Project, count: number): Promise<void> {
  const uids = Array.from({ length: count - 1 }, (_, index) => `person-${index}`);
  for (const some of slices([OWNER, ...uids], ACCOUNTS_PER_CALL)) {
    await importAll(
      auth,
      some.map((uid) => ({ uid, email: `${uid}@example.com`, emailVerified: true })),
    );
  }
  for (const some of slices([OWNER, ...uids], DOCUMENTS_PER_BATCH)) {
    const batch = db.batch();
    for (const uid of some) {
      batch.set(db.doc(userPath(uid)), {
        email: `${uid}@example.com`,
        displayName: null,
        photoURL: null,
        role: uid === OWNER ? 'owner' : 'viewer',
        roleExpiresAt: null,
        disabled: false,
      });
    }
    await batch.commit();
  }
}

/**
 * Gives every account's claims another shape, as if the release now in use had just taken a property
 * out of them: what the access is stays the same.
 */
export async function ageClaims({ auth }: Project): Promise<void> {
  let page: string | undefined;
  do {
    const { users, pageToken } = await auth.listUsers(ACCOUNTS_PER_CALL, page);
    for (const some of slices(users, AT_ONCE)) {
      await Promise.all(
        some.map(({ uid, customClaims }) =>
          auth.setCustomUserClaims(uid, { ...customClaims, rx: null }),
        ),
      );
    }
    page = pageToken;
  } while (page);
}

/** How many accounts carry a role in claims of the present shape. */
export async function countCurrent({ auth }: Project): Promise<number> {
  let current = 0;
  let page: string | undefined;
  do {
    const { users, pageToken } = await auth.listUsers(ACCOUNTS_PER_CALL, page);
    const keys = users.map(({ customClaims }) =>
      Object.keys(customClaims ?? {})
        .sort()
        .join(),
    );
    current += keys.filter((names) => names === 'cv,role').length;
    page = pageToken;
  } while (page);
  return current;
}

async function importAll(auth: Project['auth'], users: UserImportRecord[]): Promise<void> {
  const { failureCount, errors } = await auth.importUsers(users);
  if (failureCount > 0) throw new Error(`importUsers: ${errors[0]?.error.message}`);
}

function* slices<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let first = 0; first < items.length; first += size) yield items.slice(first, first + size);
}
