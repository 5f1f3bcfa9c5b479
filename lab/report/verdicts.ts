/** When an approach is the right choice, and what is to know of it, in a sentence or two; by its id. */
const VERDICTS: Readonly<Record<string, string>> = {
  'wait-for-expiry':
    'Right when roles hardly ever change and an hour does not matter: there is nothing to build.',
  'refresh-60s': 'Right when a minute is soon enough and nobody wants to run a listener.',
  'refresh-5s':
    'Hardly ever right: every open client asks all the time, and Firebase Auth limits how often it may.',
  'short-cookies':
    'Right for pages rendered on a server: whoever keeps the cookie keeps the role only as long as that lives.',
  'refetch-when-refused':
    'Right beside everything else: a grant works at the first try. It does nothing for a role that was taken away.',
  'sign-in-again':
    'Right when an account was taken over. For a mere change of role it throws people out of their work.',
  'me-on-navigation':
    'Right for an application of pages whose API looks roles up anyway: simple, and no listener.',
  'me-60s': 'Right when the API looks roles up and the screen may lag by a minute.',
  'me-5s': 'Right for few clients behind networks that let no listener through.',
  'cached-in-memory':
    'Right when look-ups are too slow for every request and a bounded lag is agreed upon.',
  'cached-in-redis':
    'The same for many servers, and one more server to run: they all forget at the same time.',
  'version-per-request':
    'Right when a token must never be trusted longer than its role: a look-up on each request.',
  'look-up-in-rules':
    'The simplest that is never stale. Right for an app that only talks to Firestore and can pay a read more per request.',
  'docs-marker':
    'Right when roles are only ever granted: a role that was taken away stays with whoever does not refresh.',
  'firestore-auth-claims':
    'Right for a start without code. Late or repeated events can bring an old role back.',
  'ours-trigger':
    'Right when open screens must follow at once and checks must be cheap, whoever edits the role and wherever.',
  'ours-callable':
    'The same with the claims already set when the call answers: right for an admin page of your own.',
};

/** The sentence about an approach; empty for one that nobody has judged yet. */
export function verdictOn(id: string): string {
  return VERDICTS[id] ?? '';
}
