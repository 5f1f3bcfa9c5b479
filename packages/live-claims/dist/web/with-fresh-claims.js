import { parseRefusalDetails } from '../core/index.js';
import { isDenial } from './errors.js';
/**
 * Age in seconds up to which a token counts as young where a refusal does not say why: what the
 * security rules ask for with `tokenIsYoung()`.
 */
const YOUNG_SECONDS = 300;
/**
 * Runs the operation; when it is refused for a reason that a newer token helps against, and `refresh`
 * says that the same account now has one, runs it once more. Otherwise the first outcome stands.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export async function withFreshClaims(operation, tokenInfo, refresh, now) {
    const since = tokenInfo();
    const isOld = since !== null && now() / 1000 - since.issuedAt > YOUNG_SECONDS;
    const isRefreshed = async (refused) => {
        const condition = since && retryCondition(await readRefusal(refused), since, isOld);
        return condition !== null && (await refresh(since, condition));
    };
    try {
        const result = await operation();
        if (!isResponse(result) || !isDenial(result) || !(await isRefreshed(result)))
            return result;
    }
    catch (error) {
        if (!isDenial(error) || !(await isRefreshed(error)))
            throw error;
    }
    return operation();
}
/** Null when no token helps. A refusal that does not say why may come of old claims, or of an old token. */
function retryCondition(refusal, since, isOld) {
    // The marker, and with it the claims, may have gone back.
    const isOther = (token) => token.version !== since.version;
    const isYounger = (token) => token.issuedAt > since.issuedAt;
    switch (refusal?.reason) {
        case undefined:
            return { challenged: false, isMet: (token) => isOther(token) || (isOld && isYounger(token)) };
        case 'token-stale': {
            const { version = 0 } = refusal;
            return { challenged: true, isMet: (token) => isOther(token) && token.version >= version };
        }
        case 'claims-shadowed':
            return { challenged: false, isMet: isOther };
        case 'token-too-old':
            return { challenged: true, isMet: isYounger };
        default:
            return null;
    }
}
/**
 * What a refusal says of itself: a callable's `details`, or an HTTP answer's challenge or JSON body.
 * Null when it says nothing that can be read, as with Firestore's `permission-denied`. An answer's
 * body is read from a copy and stays for the caller.
 *
 * @param refused an error, perhaps with a `response`, or a fetch `Response`.
 */
export async function readRefusal(refused) {
    const { details, response } = (refused ?? {});
    const answer = [refused, response].find(isResponse);
    if (!answer)
        return parseRefusalDetails(details);
    const { headers } = answer;
    const challenge = readChallenge(headers.get('www-authenticate') ?? '');
    if (challenge || answer.bodyUsed || !headers.get('content-type')?.includes('json')) {
        return challenge;
    }
    const body = (await answer
        .clone()
        .json()
        .catch(() => null));
    return parseRefusalDetails(body?.details);
}
const isResponse = (value) => typeof Response !== 'undefined' && value instanceof Response;
/**
 * The challenge in a `WWW-Authenticate` header (RFC 6750, section 3); null when it asks for no newer
 * token. Another origin's scripts do not get to see the header, and read the body.
 */
function readChallenge(header) {
    if (!/\berror="insufficient_claims"/.test(header))
        return null;
    const figure = (name) => {
        const digits = new RegExp(`\\b${name}="?(\\d+)"?`).exec(header)?.[1];
        return digits === undefined ? undefined : Number(digits);
    };
    const version = figure('version');
    if (version !== undefined)
        return parseRefusalDetails({ reason: 'token-stale', version });
    const maxTokenAge = figure('max_token_age');
    return maxTokenAge === undefined ? null : { reason: 'token-too-old', maxTokenAge };
}
