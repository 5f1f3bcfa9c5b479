import { Timestamp } from 'firebase-admin/firestore';
import { CALLABLES } from 'live-claims/core';
import { createPerson, db, editInConsole, type TestUser, untilMarker } from '../support/admin.ts';
import { attack, outcome, threat } from './support/attack.ts';
import { code, type FunctionsTarget } from './support/functions-defence.ts';
import { idTokenOf } from './support/id-token.ts';

const ROUTES = 'packages/live-claims/src/functions/api/route-requests.ts';
const SESSION = 'packages/live-claims/src/functions/api/own-routes.ts';
const COOKIE = 'packages/live-claims/src/functions/guards/session-cookie.ts';
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** The `Set-Cookie` of a new session. */
async function openSession({ request }: FunctionsTarget, person: TestUser): Promise<string> {
  const headers = bearer(await idTokenOf(person));
  const answer = await request('api/session', { method: 'POST', headers });
  const [cookie] = answer.headers.getSetCookie();
  if (cookie === undefined) throw new Error(`No session: ${answer.status} ${await answer.text()}`);
  return cookie;
}

/** As a browser sends it back. */
const sentBack = (cookie: string) => ({ cookie: cookie.split(';')[0] ?? '' });

threat('a script is run by a page that we render', '1.2.1', () => {
  const publish = async (title: string, body: string) => {
    const now = Timestamp.now();
    const post = { title, body, authorId: 'another-author', createdAt: now, updatedAt: now };
    const { id } = await db.collection('posts').add({ ...post, status: 'published' });
    return id;
  };
  const escaped = code(
    'every text on a page is escaped',
    'packages/live-claims/src/functions/api/page.ts',
    "if (typeof value === 'string') return escapeHtml(value);",
    "if (typeof value === 'string') return value;",
  );
  for (const script of [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '</h2><svg/onload=alert(1)>',
  ]) {
    attack(`out of a post: ${script}`, {
      defence: escaped,
      attempt: async (target) => {
        const mark = crypto.randomUUID();
        await publish(`${mark} ${script}`, script);
        const cookie = await openSession(target, await createPerson('viewer'));
        const answer = await target.request('api/pages/posts', { headers: sentBack(cookie) });
        const page = await answer.text();
        if (!page.includes(mark)) throw new Error(`The post is not on the page: ${page}`);
        return outcome(page.includes(script));
      },
    });
  }

  attack('which a policy would have kept from running', {
    defence: code(
      'pages may run nothing',
      'packages/live-claims/src/functions/api/page.ts',
      `"default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"`,
      `"default-src 'self' 'unsafe-inline'"`,
    ),
    attempt: async (target) => {
      const cookie = await openSession(target, await createPerson('viewer'));
      const answer = await target.request('api/pages/posts', { headers: sentBack(cookie) });
      const policy = answer.headers.get('content-security-policy') ?? '';
      if (answer.status !== 200) throw new Error(`The page answered ${answer.status}.`);
      return outcome(!policy.includes("default-src 'none'") || policy.includes('script-src'));
    },
  });
});

threat('an attacker steals or rides a session cookie', '3.3.2', () => {
  for (const { name, defence, attribute } of [
    {
      name: 'by a script that reads it',
      defence: code('no script reads the cookie', COOKIE, 'httpOnly: true, ', ''),
      attribute: 'HttpOnly',
    },
    {
      name: 'on a line without encryption',
      defence: code('the cookie goes over HTTPS alone', COOKIE, 'secure, sameSite', 'sameSite'),
      attribute: 'Secure',
    },
    {
      name: "by another site's page, which sends it along",
      defence: code(
        "no other site's page sends the cookie",
        SESSION,
        "sameSite: 'strict'",
        "sameSite: 'lax'",
      ),
      attribute: 'SameSite=Strict',
    },
  ]) {
    attack(name, {
      defence,
      attempt: async (target) => {
        const cookie = await openSession(target, await createPerson('viewer'));
        return outcome(!cookie.split('; ').includes(attribute));
      },
    });
  }

  attack('and goes on with it after the person was demoted', {
    defence: code(
      'a page asks the marker each time',
      'packages/live-claims/src/functions/guards/check-access.ts',
      'const refusal = checkMarker(caller, marker);\n    if (refusal !== null) return refusal;',
      '',
    ),
    attempt: async (target) => {
      const person = await createPerson('editor');
      const cookie = await openSession(target, person);
      await editInConsole(person.uid, { role: null });
      await untilMarker(person.uid, ({ role }) => role === null);
      const answer = await target.request('api/pages/posts', { headers: sentBack(cookie) });
      await answer.text();
      return outcome(answer.status === 200);
    },
  });

  attack("from another site's page, to end it", {
    defence: code(
      "another site's page changes nothing",
      ROUTES,
      'if (isFromElsewhere(request)) return answerJson(response, 403, FROM_ELSEWHERE);',
      '',
    ),
    attempt: async ({ request }) => {
      const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
      const answer = await request('api/session', { method: 'DELETE', headers });
      await answer.text();
      return outcome(answer.status === 204);
    },
  });

  attack('by a method in a header, which a plain link can not be stopped from', {
    defence: code(
      'the method is the method',
      ROUTES,
      "request.method === 'HEAD' ? 'GET' : request.method,",
      "(request.headers['x-http-method-override'] as string) ?? request.method,",
    ),
    attempt: async ({ request }) => {
      const headers = { 'x-http-method-override': 'DELETE', 'sec-fetch-site': 'cross-site' };
      const answer = await request('api/session', { headers });
      await answer.text();
      return outcome(answer.status === 204);
    },
  });
});

threat('a request confuses the paths', '14.2.5', () => {
  for (const path of ['api/users/me/style.css', 'api/users/me%2Fstyle.css']) {
    attack(`so that a cache keeps what is for one person (web cache deception): ${path}`, {
      defence: code(
        'a path is matched to the letter',
        ROUTES,
        "paths.get(request.path.replace(/^\\/api(?=\\/)/, ''))",
        '[...paths].find(([path]) => request.path.startsWith(path))?.[1]',
      ),
      attempt: async ({ request }) => {
        const headers = bearer(await idTokenOf(await createPerson('viewer')));
        const answer = await request(path, { headers });
        await answer.text();
        return outcome(answer.status === 200);
      },
    });
  }
});

threat('a user sends too many requests', '2.4.1', () => {
  attack('what their access is, in a loop', {
    defence: code(
      'an account asks users/me 60 times a minute',
      'packages/live-claims/src/functions/api/route-requests.ts',
      'if (wait === null) return handler(request, response, caller);',
      'return handler(request, response, caller);',
    ),
    attempt: async ({ request }) => {
      const headers = bearer(await idTokenOf(await createPerson('viewer')));
      for (let turn = 0; turn < 70; turn += 1) {
        const answer = await request('api/users/me', { headers });
        await answer.text();
        if (answer.status === 429) return 'was stopped';
        if (answer.status !== 200) throw new Error(`users/me answered ${answer.status}.`);
      }
      return 'got in';
    },
  });

  attack('for a sync of their claims, which costs three reads each time', {
    defence: code(
      'an account asks for 20 syncs a minute',
      'packages/live-claims/src/functions/callables/callable.ts',
      'if (auth !== undefined && (await over(auth.uid)) !== null) {',
      'if (auth !== undefined && (await over(auth.uid)) === -1) {',
    ),
    attempt: async ({ call }) => {
      const token = await idTokenOf(await createPerson('viewer'));
      for (let turn = 0; turn < 30; turn += 1) {
        const answer = await call(CALLABLES.syncMyClaims, token, null);
        if (!answer.ok && answer.status === 'RESOURCE_EXHAUSTED') return 'was stopped';
        if (!answer.ok) throw new Error(`syncMyClaims refused: ${answer.message}`);
      }
      return 'got in';
    },
  });
});
