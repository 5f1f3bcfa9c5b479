import type { Check } from '../support/check.ts';
import type { Fields } from '../support/fields.ts';
import { markerDocument, tokenClaims, userDocument } from '../support/people.ts';
import type { Documents, Request } from '../support/rules-project.ts';
import type { Claims } from '../support/token.ts';

/** A user who sends requests: the claims of their token, and their documents in Firestore. */
export interface Someone {
  readonly claims: Claims;
  readonly document: Fields | null;
  readonly marker: Fields | null;
}

/** A user whose token, marker and document agree on the role, except for what is given. */
export const someone = (
  role: unknown,
  {
    claims = {},
    document = {},
    marker = {},
  }: { claims?: Claims; document?: Fields; marker?: Fields } = {},
): Someone => ({
  claims: tokenClaims(role, claims),
  document: userDocument(role, document),
  marker: markerDocument(role, marker),
});

/** The request, with their uid and a unique id. */
export interface Attempt {
  readonly given?: Documents;
  readonly request: Request;
}
export type Attempts = Readonly<Record<string, (me: string, id: string) => Attempt>>;

interface CaseOptions {
  /** `settings/access`; no such document unless given. */
  readonly settings?: Check['settings'];
  readonly withinASecond?: boolean;
}

let people = 0;

/** A check in which a new user makes one request, on documents of their own. */
export function tries(
  name: string,
  who: () => Someone,
  attempt: (me: string, id: string) => Attempt,
  allowed: boolean,
  { settings = null, withinASecond = false }: CaseOptions = {},
): Check {
  people += 1;
  const uid = `person-${people}`;
  const { given = {}, request } = attempt(uid, `of-${uid}`);
  return {
    name,
    settings,
    given: () => {
      const { document, marker } = who();
      return { [`users/${uid}`]: document, [`userClaims/${uid}`]: marker, ...given };
    },
    caller: () => ({ uid, claims: who().claims }),
    request,
    allowed,
    withinASecond,
  };
}

/** A check for each of the attempts; those named are allowed, the others refused. */
export function triesAll(
  name: string,
  who: () => Someone,
  attempts: Attempts,
  allowed: readonly string[] | 'all' | 'none',
  options?: CaseOptions,
): Check[] {
  return Object.entries(attempts).map(([attempt, make]) => {
    const may = allowed === 'all' || (allowed !== 'none' && allowed.includes(attempt));
    return tries(`${name}: ${attempt}`, who, make, may, options);
  });
}
