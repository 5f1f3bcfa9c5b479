import { type OrgTable, topRole } from '../../core/index.ts';
import type { RulesOptions } from '../rules-options.ts';
import type { RuleWords } from './rule-words.ts';
import {
  bool,
  type FieldValues,
  int,
  map,
  text,
  timestamp,
  unknown,
  type Value,
} from './values.ts';

/** A person that asks. */
export interface Asker {
  readonly kind: 'nobody' | 'signed-in' | 'role' | 'member';
  /** In the app; null without a role. */
  readonly role: string | null;
  /** Of a member of an organisation: of `ORG`, which is asked about, or of another. */
  readonly member: { readonly orgId: string; readonly role: string } | null;
  readonly uid: string;
  /** The account of another person. */
  readonly other: string;
  /** What live-claims has put into their ID token; null without a sign-in. */
  readonly claims: Readonly<Record<string, Value>> | null;
  /**
   * What stands in their own document of access, beside a role that counts: a lock, or a role that is over. `none`
   * where they have no document.
   */
  readonly standing: FieldValues | 'none';
  /** What their account is like: `with an id that the app chose`; null for an ordinary one. */
  readonly of: string | null;
  /** Whether a rule may tell this person from the others. */
  readonly isRelevant: (words: RuleWords) => boolean;
}

/** Ids as Firebase Auth makes them: 28 characters. */
const ORDINARY = {
  of: null,
  uid: 'ownAccountIdOf28Characters01',
  other: 'anotherAccountOf28Characters',
};

/** Ids that an app gives itself: here an address. */
const CUSTOM = {
  of: 'with an id that the app chose',
  uid: 'ada@example.com',
  other: 'bob@example.com',
};

/** How rules look at what an id is like. */
const LOOKS = ['[]', 'size', 'matches', 'split', 'lower', 'upper', 'trim', 'replace', 'email'];
const looksAtIds = ({ names }: RuleWords) => LOOKS.some((look) => names.has(look));

/** The organisation that is asked about, and another one: no rule names them. */
export const ORG = 'anOrganisation';
const OTHER_ORG = 'anotherOrganisation';

/** The role that tells people from others, in words; null for those without one. */
export function titleOf({ role, member }: Asker): string | null {
  if (member === null) return role;
  return `${member.role} in ${member.orgId === ORG ? 'the' : 'another'} organisation`;
}

/** A version that no marker is ahead of: the token is current. */
export const VERSION = 1_700_000_000_000_000;

/**
 * Who could change access that is not theirs to change: no session, an account without a role, and each role but the
 * top one, whose holders may change everything anyway. Also those who had a role, the top one too: it is over, or the
 * account is disabled. Of organisations those that own another one, and members below its top role. Those with the least
 * access come first.
 *
 * @param now milliseconds since the Unix epoch.
 */
export function askersOf({ roles, fields, orgs }: RulesOptions, now: number): readonly Asker[] {
  const isRelevant = () => true;
  const signedIn: Asker = {
    ...{ kind: 'signed-in', role: null, member: null, claims: {}, standing: {} },
    ...ORDINARY,
    isRelevant,
  };
  const custom = (asker: Asker): Asker => ({
    ...asker,
    claims: { email: text(CUSTOM.uid), ...asker.claims },
    ...CUSTOM,
    isRelevant: looksAtIds,
  });
  // Only the app's own rules read a role without the rest: live-claims' part does not.
  const readsRoles = ({ ownNames }: RuleWords) => ownNames.has('get') && ownNames.has(fields.role);
  const over = { [fields.expiresAt]: timestamp(now - 3_600_000) };
  const locked = { [fields.disabled]: bool(true) };
  const former = roles.ranking.toReversed().flatMap((role): readonly Asker[] =>
    [
      { of: `whose role ${role} is over`, more: over },
      { of: `whose account is disabled, with the role ${role},`, more: locked },
    ].map(({ of, more }) => ({
      ...signedIn,
      of,
      standing: { [fields.role]: text(role), ...more },
      isRelevant: readsRoles,
    })),
  );
  const withRole = roles.ranking
    .filter((role) => role !== topRole(roles))
    .map(
      (role): Asker => ({
        ...signedIn,
        ...{ kind: 'role', role, claims: { role: text(role), cv: int(VERSION) } },
      }),
    );
  return [
    { ...signedIn, kind: 'nobody', claims: null },
    signedIn,
    {
      ...signedIn,
      of: `without a document`,
      standing: 'none',
      isRelevant: ({ ownNames }) => ownNames.has('exists'),
    },
    ...former,
    custom(signedIn),
    ...withRole.flatMap((asker) => [asker, custom(asker)]),
    ...(orgs === undefined ? [] : membersOf(orgs, signedIn)),
  ];
}

/** People without a role in the app, and with one in an organisation. */
function membersOf(orgs: OrgTable, signedIn: Asker): readonly Asker[] {
  const top = topRole(orgs);
  const here = orgs.ranking.filter((role) => role !== top).map((role) => ({ orgId: ORG, role }));
  return [{ orgId: OTHER_ORG, role: top }, ...here].map((member): Asker => {
    const o = map({ [member.orgId]: text(orgs.codes[member.role] ?? '') });
    return { ...signedIn, kind: 'member', member, claims: { cv: int(VERSION), o } };
  });
}

/** Claims beside those of an account with a password and a verified address; null for one that is not there. */
export type TokenClaims = Readonly<Record<string, Value | null>>;

/** An ID token that users may have. */
export interface Token {
  /** What its account is like: `with an anonymous account`; null for an ordinary one. */
  readonly of: string | null;
  readonly claims: TokenClaims;
}

export const ORDINARY_TOKEN: Token = { of: null, claims: {} };

const open = (claim: string) => unknown(`request.auth.token.${claim}`);
const provider = (name: Value, more: Readonly<Record<string, Value>> = {}) => ({
  firebase: map({ sign_in_provider: name, identities: open('firebase.identities'), ...more }),
});
const PASSWORD = text('password');

/** Without an address, a name and a picture: of accounts that have none. */
const BARE: TokenClaims = {
  email: null,
  email_verified: null,
  name: null,
  picture: null,
  phone_number: null,
};
const OF_PEOPLE = Object.keys(BARE);
const OF_PROVIDERS = ['sign_in_provider', 'provider_id', 'identities'];
const OF_FACTORS = ['sign_in_second_factor', 'second_factor_identifier'];

/** Providers by their names: `apple.com`, `saml.acme`. */
const IS_PROVIDER = /^(?:custom|[a-z]+\.com|(?:saml|oidc)\..+)$/;

/** The ID tokens that users may have, as far as a rule can tell them apart. */
export interface Tokens {
  /** The most ordinary first. */
  readonly tokens: readonly Token[];
  /** Claims of which so much is open that what they are refused, all those tokens are refused. */
  readonly widest: readonly TokenClaims[];
}

const known = new WeakMap<RuleWords, Tokens>();

/** @returns the same object for the same words. */
export function tokensOf(words: RuleWords): Tokens {
  const tokens = known.get(words) ?? { tokens: tokensFor(words), widest: widestClaimsFor(words) };
  known.set(words, tokens);
  return tokens;
}

function tokensFor({ names, texts }: RuleWords): readonly Token[] {
  const all: readonly (readonly [mentioned: readonly string[], of: string, TokenClaims])[] = [
    [['email_verified'], 'with an unverified address', { email_verified: bool(false) }],
    [
      [...OF_PEOPLE, ...OF_PROVIDERS],
      'with an anonymous account',
      { ...BARE, provider_id: text('anonymous'), ...provider(text('anonymous')) },
    ],
    [
      [...OF_PEOPLE, ...OF_PROVIDERS],
      'with a phone number and no address',
      { ...BARE, phone_number: open('phone_number'), ...provider(text('phone')) },
    ],
    ...['google.com', ...texts.filter((name) => IS_PROVIDER.test(name))].map(
      (name) => [OF_PROVIDERS, `with an account of ${name}`, provider(text(name))] as const,
    ),
    ...['phone', 'totp'].map((factor) => {
      const identifier = open('firebase.second_factor_identifier');
      const second = { sign_in_second_factor: text(factor), second_factor_identifier: identifier };
      return [OF_FACTORS, 'with a second factor', provider(PASSWORD, second)] as const;
    }),
    ...['a-tenant', ...texts].map((tenant) => {
      const claims = provider(PASSWORD, { tenant: text(tenant) });
      return [['tenant'], `with an account of the tenant ${tenant}`, claims] as const;
    }),
    [
      ['tenant'],
      'with an account of a tenant',
      provider(PASSWORD, { tenant: { ...open('firebase.tenant'), named: true } }),
    ],
    // One that no rule names: what is asked of it by a pattern, is not known.
    [
      OF_PROVIDERS,
      'with an account of another provider',
      provider({ ...open('firebase.sign_in_provider'), named: true }),
    ],
  ];
  return [
    ORDINARY_TOKEN,
    ...all.flatMap(([mentioned, of, claims]) =>
      mentioned.some((name) => names.has(name)) ? [{ of, claims }] : [],
    ),
  ];
}

function widestClaimsFor({ names }: RuleWords): readonly TokenClaims[] {
  const mentions = (claims: readonly string[]) => claims.some((claim) => names.has(claim));
  if (!mentions(['firebase', ...OF_PEOPLE, ...OF_PROVIDERS])) return [{}];
  const firebase = unknown('request.auth.token.firebase');
  const bare = { ...BARE, provider_id: open('provider_id'), firebase };
  return [
    { email_verified: open('email_verified'), firebase },
    ...(mentions([...OF_PEOPLE, ...OF_PROVIDERS])
      ? [bare, { ...bare, phone_number: open('phone_number') }]
      : []),
  ];
}
