import { Timestamp } from 'firebase-admin/firestore';
import { requires } from '../../packages/live-claims/src/functions/guards/check-access.ts';
import { attack, outcome, threat } from './support/attack.ts';
import { moduleCode } from './support/module-defence.ts';

/** A server on a Firebase in memory: what it decides is what is attacked. */
type Target = typeof import('../../packages/live-claims/src/server/testing/fake-server.ts');

const SOURCE = 'packages/live-claims/src';
const ENTRY = `${SOURCE}/server/testing/fake-server.ts`;
const SERVER = `${SOURCE}/server/live-claims-server.ts`;
const GUARDS = `${SOURCE}/functions/guards`;
const code = (name: string, file: string, find: string, replace: string) =>
  moduleCode<Target>(name, ENTRY, { file, find, replace }, 'server');

const READ = requires('posts.read', { check: 'marker' });
const PUBLISH = requires('posts.publish', { check: 'token' });
const get = (headers: Record<string, string>) => ({ headers: new Headers(headers) });

/** The server with an editor, whose marker is as new as their tokens. */
function scene({ fakeServer }: Target) {
  const server = fakeServer();
  server.marker('mia');
  server.user('mia', { role: 'editor' });
  return server;
}

type Scene = ReturnType<typeof scene>;

/** A cookie of before, on a server on which something has happened since. */
const riding =
  (
    change: (server: Scene) => void,
    requirement: Parameters<Scene['verifySession']>[1] = READ,
    claims: (target: Target) => object = () => ({}),
  ) =>
  async (target: Target) => {
    const server = scene(target);
    change(server);
    const cookie = target.cookie(target.sessionOf('mia', claims(target)));
    const { session } = await server.verifySession(get(cookie), requirement);
    return outcome(session !== null);
  };

threat('a cookie is used after the session is over', '7.4.1', () => {
  const check = `${GUARDS}/check-access.ts`;
  const document = requires(null, { check: 'document' });
  attack('after a demotion', {
    defence: code(
      'a cookie is no older than the marker',
      check,
      "if (access.version < version) return { reason: 'token-stale', version };",
      '',
    ),
    attempt: riding(
      // The marker of an older release does not say when the role ends, and is compared by its version alone.
      (server) => server.marker('mia', { expiresAt: undefined }),
      requires('posts.publish', { check: 'marker' }),
      ({ VERSION }) => ({ role: 'admin', cv: VERSION - 1 }),
    ),
  });
  attack('after a demotion, where the token alone decides, for as long as the cookie lives', {
    defence: code(
      'a cookie of more than an hour is checked by the marker',
      SERVER,
      "isLongLived && requirement.check === 'token'",
      'false as boolean',
    ),
    attempt: riding(
      () => {},
      PUBLISH,
      ({ VERSION, nowSeconds }) => ({
        role: 'admin',
        cv: VERSION - 1,
        iat: nowSeconds() - 4000,
      }),
    ),
  });
  attack('after the sign-out everywhere', {
    defence: code(
      'the marker ends sessions',
      check,
      "if (authTime < (marker.sessionsRevokedAt?.seconds ?? 0)) return { reason: 'session-revoked' };",
      '',
    ),
    attempt: riding((server) => server.marker('mia', { sessionsRevokedAt: Timestamp.now() })),
  });
  attack('of a disabled account, before the marker is out', {
    defence: code(
      'the document disables',
      check,
      "if (disabled !== false) return { reason: 'disabled' };",
      '',
    ),
    attempt: riding((server) => server.user('mia', { role: 'editor', disabled: true }), document),
  });
  attack('of a deleted account, of which nothing is left', {
    defence: code(
      'no marker, no access',
      check,
      "if (marker === null) return { reason: 'not-allowed' };",
      'if (marker === null) return null;',
    ),
    attempt: async (target) => {
      const server = target.fakeServer();
      const cookie = target.cookie(target.sessionOf('mia'));
      return outcome((await server.verifySession(get(cookie), READ)).session !== null);
    },
  });
  attack('in a lockdown', {
    defence: code(
      'a lockdown closes the pages too',
      check,
      '  if (settings.lockdown) {',
      '  if (settings.lockdown && check === null) {',
    ),
    attempt: riding((server) => server.settings({ lockdown: true })),
  });
  attack('left behind by a renewal that failed', {
    defence: code(
      'a renewal that fails leaves no cookie that the marker would refuse',
      SERVER,
      'if (!(await keepsCookie(request, uid, response.status === 429))) {',
      'if (false as boolean) {',
    ),
    attempt: async (target) => {
      const { request, bearer, cookie, idToken, sessionOf, VERSION } = target;
      const server = scene(target);
      server.failures.set('createSessionCookie', new Error('out of reach'));
      const old = cookie(sessionOf('mia', { role: 'admin', cv: VERSION - 1 }));
      const answer = await server.createSession(
        request('POST', { ...bearer(idToken('mia')), ...old }),
      );
      return outcome(!/^__session=; Max-Age=0/.test(answer.headers.get('set-cookie') ?? ''));
    },
  });
});

threat('a session is made for or by another', '7.2.4', () => {
  attack('with a cookie, which would then renew itself for ever', {
    defence: code(
      'a session is made of an ID token',
      SERVER,
      'const who = await byToken(request);\n        if',
      'const who = await byCookie(request);\n        if',
    ),
    attempt: async (target) => {
      const headers = target.cookie(target.sessionOf('mia'));
      const server = scene(target);
      await server.createSession(target.request('POST', headers));
      return outcome(server.calls.includes('createSessionCookie'));
    },
  });
  attack('with an ID token that was stolen a while ago', {
    defence: code(
      'a session is made of a fresh ID token',
      SERVER,
      'maxTokenAge: config.limits.freshTokenSeconds,',
      '',
    ),
    attempt: async (target) => {
      const { request, bearer, idToken, nowSeconds } = target;
      const stolen = idToken('mia', { iat: nowSeconds() - 1200 });
      const answer = await scene(target).createSession(request('POST', bearer(stolen)));
      return outcome(answer.status === 200);
    },
  });
  attack(
    'by another host of the domain, which sets a cookie beside the user’s (session fixation)',
    {
      defence: code(
        'two cookies of the name are none',
        `${GUARDS}/credentials.ts`,
        'return new Set(values).size === 1 ? values[0] : undefined;',
        'return values[0];',
      ),
      attempt: async (target) => {
        const server = scene(target);
        server.marker('eve');
        const [evil, own] = ['eve', 'mia'].map((uid) => target.sessionOf(uid));
        const headers = { cookie: `__session=${evil}; __session=${own}` };
        return outcome((await server.verifySession(get(headers), READ)).session?.uid === 'eve');
      },
    },
  );
});

threat('another site’s page uses the session', '3.5.1', () => {
  const evil = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
  const rode = code(
    'a cookie that another site’s page sends along with a change is none',
    SERVER,
    "if (!isByToken && isFromElsewhere(request)) return refused({ reason: 'signed-out' });",
    '',
  );
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
    attack(`to change something, by a form of ${type}`, {
      defence: rode,
      attempt: async (target) => {
        const headers = {
          ...target.cookie(target.sessionOf('mia')),
          ...evil,
          'content-type': type,
        };
        const { session } = await scene(target).verifySession(
          target.request('POST', headers, 'title=x'),
          READ,
        );
        return outcome(session !== null);
      },
    });
  }
  attack('to change something, in a browser without Fetch Metadata', {
    defence: rode,
    attempt: async (target) => {
      const headers = { ...target.cookie(target.sessionOf('mia')), origin: evil.origin };
      const { session } = await scene(target).verifySession(target.request('POST', headers), READ);
      return outcome(session !== null);
    },
  });
  attack('to put the visitor into the attacker’s account', {
    defence: code(
      'another site’s page makes no session',
      SERVER,
      "if (request.method !== 'POST') return wrongMethod('POST');\n      if (isFromElsewhere(request)) return answer(403, FROM_ELSEWHERE);",
      '',
    ),
    attempt: async (target) => {
      const { request, bearer, idToken } = target;
      const answer = await scene(target).createSession(
        request('POST', { ...bearer(idToken('mia')), ...evil }),
      );
      return outcome(answer.headers.has('set-cookie'));
    },
  });
  attack('to sign the visitor out', {
    defence: code(
      'another site’s page ends no session',
      SERVER,
      "if (request.method !== 'DELETE') return wrongMethod('DELETE');\n      if (isFromElsewhere(request)) return answer(403, FROM_ELSEWHERE);",
      '',
    ),
    attempt: async (target) => {
      const answer = await scene(target).endSession(target.request('DELETE', evil));
      return outcome(answer.headers.has('set-cookie'));
    },
  });
});

threat('a link of the app leads to another site, or into a header', '1.2.2', () => {
  const entry = `${SOURCE}/core/return-path.ts`;
  type Paths = typeof import('../../packages/live-claims/src/core/return-path.ts');
  const away = (wanted: string) => async (paths: Paths) => {
    const { origin } = new URL(paths.returnPath(wanted), 'https://app.example');
    return outcome(origin !== 'https://app.example');
  };
  const onlyHere = (find: string, replace: string) =>
    moduleCode<Paths>(
      'after a sign-in, a path of this site alone is followed',
      entry,
      { find, replace },
      'server',
    );
  for (const wanted of ['//evil.example', '/\\evil.example', '/\t/evil.example']) {
    attack(`${JSON.stringify(wanted)} after the sign-in`, {
      defence: onlyHere(
        'if (url?.origin !== NOWHERE) return fallback;\n  const path = url.pathname + url.search + url.hash;',
        'const path = wanted;\n  if (url === null) return fallback;\n  if (path.length > 0) return path;',
      ),
      attempt: away(wanted),
    });
  }
  attack('"/.//evil.example", whose dots a URL resolves', {
    defence: onlyHere("return path.startsWith('//') ? fallback : path;", 'return path;'),
    attempt: away('/.//evil.example'),
  });
  attack('with a line break, for a header of the attacker’s', {
    defence: onlyHere(
      'const path = url.pathname + url.search + url.hash;',
      'const path = decodeURIComponent(wanted);',
    ),
    attempt: async ({ returnPath }) =>
      outcome(/[\r\n]/.test(returnPath('/a%0d%0aSet-Cookie:%20__session=evil'))),
  });
  attack('with the value of a cookie', {
    defence: code(
      'a cookie’s value is encoded',
      `${SOURCE}/functions/guards/session-cookie.ts`,
      "stringifySetCookie({ name, value, maxAge, path: '/', httpOnly: true, secure, sameSite });",
      "name + '=' + value;",
    ),
    attempt: async (target) => {
      const server = scene(target);
      const { request, bearer, idToken } = target;
      server.cookieValue = 'x; Domain=evil.example';
      const answer = await server.createSession(request('POST', bearer(idToken('mia'))));
      return outcome(/; Domain=/.test(answer.headers.get('set-cookie') ?? ''));
    },
  });
});
