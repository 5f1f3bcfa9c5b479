import type { RefusalDetails } from '../core/index.ts';
import { isDenial, isDeniedResponse } from './denial.ts';
import { readRefusal } from './refusal.ts';

/**
 * Age in seconds up to which a token counts as young where a refusal does not say why: what the
 * security rules ask for with `tokenIsYoung()`.
 */
const YOUNG_SECONDS = 300;

/** The token that an operation ran with. */
export interface TokenMark {
  readonly uid: string;
  readonly version: number;
  /** Whole seconds since the Unix epoch. */
  readonly issuedAt: number;
}

/** What could make a refused operation succeed. */
export interface Remedy {
  /** Whether a token is what is needed. */
  readonly helps: (token: TokenMark) => boolean;
  /** The server has asked for it by a challenge; else it is a guess. */
  readonly asked: boolean;
}

/**
 * Runs the operation; when it is refused for a reason that a newer token helps against, and `renewed`
 * says that the same account now has one, runs it once more. Otherwise the first outcome stands.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export async function withFreshClaims<Result>(
  operation: () => Promise<Result>,
  mark: () => TokenMark | null,
  renewed: (since: TokenMark, remedy: Remedy) => Promise<boolean>,
  now: () => number,
): Promise<Result> {
  const since = mark();
  const isOld = since !== null && now() / 1000 - since.issuedAt > YOUNG_SECONDS;
  const helped = async (refused: unknown) => {
    if (since === null) return false;
    const remedy = remedyFor(await readRefusal(refused), since, isOld);
    return remedy !== null && (await renewed(since, remedy));
  };
  try {
    const result = await operation();
    if (!isDeniedResponse(result) || !(await helped(result))) return result;
  } catch (error) {
    if (!isDenial(error) || !(await helped(error))) throw error;
  }
  return operation();
}

/** Null when no token helps. A refusal that does not say why may come of old claims, or of an old token. */
function remedyFor(
  refusal: RefusalDetails | null,
  since: TokenMark,
  isOld: boolean,
): Remedy | null {
  // The marker, and with it the claims, may have gone back.
  const isOther = (token: TokenMark) => token.version !== since.version;
  const isYounger = (token: TokenMark) => token.issuedAt > since.issuedAt;
  switch (refusal?.reason) {
    case undefined:
      return { asked: false, helps: (token) => isOther(token) || (isOld && isYounger(token)) };
    case 'token-stale': {
      const { version = 0 } = refusal;
      return { asked: true, helps: (token) => isOther(token) && token.version >= version };
    }
    case 'claims-shadowed':
      return { asked: false, helps: isOther };
    case 'token-too-old':
      return { asked: true, helps: isYounger };
    default:
      return null;
  }
}
