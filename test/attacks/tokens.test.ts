import { createHmac, createSign } from 'node:crypto';
import { Agent, createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:tls';
import { deleteApp, initializeApp } from 'firebase-admin/app';
import { type Auth, getAuth } from 'firebase-admin/auth';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requires } from '../../packages/live-claims/src/functions/guards/check-access.ts';
import { byIdToken } from '../../packages/live-claims/src/functions/guards/http.ts';
import { serverOn } from '../../packages/live-claims/src/server/live-claims-server.ts';
import { appConfig } from '../../packages/live-claims/src/testing/app-roles.ts';
import { unsignedToken } from '../rules/support/token.ts';
import { attack, type Defence, outcome, threat } from './support/attack.ts';

const PROJECT = 'a-real-project';
const KEYS_HOST = 'www.googleapis.com';

/** What a function of ours does to find out who sent a token. */
type Guard = ReturnType<typeof byIdToken>;

let google: Awaited<ReturnType<typeof startGoogle>>;

beforeAll(async () => {
  google = await startGoogle();
});
afterAll(() => google.close());

/** Google's key server as firebase-admin asks it, on loopback, with keys of ours. */
async function startGoogle() {
  const [site, signer, stranger] = await Promise.all([
    generate([{ name: 'commonName', value: KEYS_HOST }], {
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: KEYS_HOST }] }],
    }),
    generate([{ name: 'commonName', value: 'securetoken' }]),
    generate([{ name: 'commonName', value: 'attacker' }]),
  ]);
  const server: Server = createServer({ key: site.private, cert: site.cert }, (_, answer) => {
    answer.setHeader('content-type', 'application/json');
    answer.setHeader('cache-control', 'public, max-age=3600');
    answer.end(JSON.stringify({ ours: signer.cert }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const agent = new Agent();
  agent.createConnection = () =>
    connect({ host: '127.0.0.1', port, servername: KEYS_HOST, ca: site.cert });
  return {
    agent,
    signer,
    stranger,
    close: () => {
      server.closeAllConnections();
      server.close();
      agent.destroy();
    },
  };
}

/** Runs with firebase-admin as it is in production: no variable names an emulator. */
async function inProduction<T>(run: (auth: Auth) => Promise<T>): Promise<T> {
  const host = process.env.FIREBASE_AUTH_EMULATOR_HOST;
  delete process.env.FIREBASE_AUTH_EMULATOR_HOST;
  const credential = { getAccessToken: async () => ({ access_token: 'none', expires_in: 3600 }) };
  const options = { projectId: PROJECT, credential, httpAgent: google.agent };
  const app = initializeApp(options, crypto.randomUUID());
  try {
    return await run(getAuth(app));
  } finally {
    await deleteApp(app);
    process.env.FIREBASE_AUTH_EMULATOR_HOST = host;
  }
}

type Target = (token: string) => Promise<boolean>;

const asks = async (guard: Guard, token: string): Promise<boolean> => {
  const request = { headers: { authorization: `Bearer ${token}` } } as Parameters<Guard>[0];
  return 'caller' in (await guard(request));
};

const decoded = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

/** The guard of the functions in production, and one that believes what the token says. */
const signature: Defence<Target> = {
  name: 'functions: Firebase verifies signature, algorithm, issuer, audience and end of each token',
  up: async () => (token) => inProduction((auth) => asks(byIdToken(auth), token)),
  down: async () => (token) =>
    asks(
      byIdToken({ verifyIdToken: async () => ({ uid: decoded(token).sub, ...decoded(token) }) }),
      token,
    ),
};

const now = () => Math.floor(Date.now() / 1000);
const payload = (claims: object = {}) => ({
  iss: `https://securetoken.google.com/${PROJECT}`,
  aud: PROJECT,
  sub: 'boss',
  role: 'owner',
  iat: now() - 10,
  auth_time: now() - 10,
  exp: now() + 3600,
  ...claims,
});
const encode = (data: object) => Buffer.from(JSON.stringify(data)).toString('base64url');

function signed(claims: object, key: string, header: object = {}): string {
  const head = `${encode({ alg: 'RS256', typ: 'JWT', kid: 'ours', ...header })}.${encode(claims)}`;
  return `${head}.${createSign('RSA-SHA256').update(head).sign(key, 'base64url')}`;
}

it('the production guard takes a token that Google signed, or the attacks below would show nothing', async () => {
  const token = signed(payload(), google.signer.private);
  expect(await inProduction((auth) => asks(byIdToken(auth), token))).toBe(true);
});

/** A server's session in production, and one that believes what the cookie says. */
const session: Defence<Target> = {
  name: 'server: Firebase verifies signature, algorithm, issuer, audience and end of each session cookie',
  up: async () => (cookie) => inProduction((auth) => opens(auth, cookie)),
  down: async () => (cookie) =>
    opens(
      { verifySessionCookie: async () => ({ uid: decoded(cookie).sub, ...decoded(cookie) }) },
      cookie,
    ),
};

async function opens(auth: Partial<Auth>, cookie: string): Promise<boolean> {
  const readDocuments = async (paths: readonly string[]) => paths.map(() => null);
  const server = serverOn(appConfig, () => ({ auth: auth as Auth, readDocuments }));
  const request = { headers: new Headers({ cookie: `__session=${cookie}` }) };
  const anyAccount = requires(null, { check: 'token' });
  return (await server.verifySession(request, anyAccount)).session !== null;
}

const cookiePayload = (claims: object = {}) =>
  payload({ iss: `https://session.firebase.google.com/${PROJECT}`, ...claims });

it('the production server takes a cookie that Google signed, or the attacks below would show nothing', async () => {
  const cookie = signed(cookiePayload(), google.signer.private);
  expect(await inProduction((auth) => opens(auth, cookie))).toBe(true);
});

threat('an attacker makes a session cookie', '9.1.1', () => {
  const forging = (make: () => string) => async (takes: Target) => outcome(await takes(make()));

  attack('without a signature (alg none)', {
    defence: session,
    attempt: forging(
      () => `${encode({ alg: 'none', typ: 'JWT' })}.${encode(cookiePayload({ cv: 1 }))}.`,
    ),
  });
  attack('signed with a key of their own', {
    defence: session,
    attempt: forging(() => signed(cookiePayload(), google.stranger.private)),
  });
  attack('by changing the role in a good one', {
    defence: session,
    attempt: forging(() => {
      const good = signed(cookiePayload({ role: 'viewer' }), google.signer.private);
      const [head, , seal] = good.split('.');
      return `${head}.${encode(cookiePayload())}.${seal}`;
    }),
  });
  attack('in another project of Google', {
    defence: session,
    attempt: forging(() =>
      signed(
        cookiePayload({ aud: 'mine', iss: 'https://session.firebase.google.com/mine' }),
        google.signer.private,
      ),
    ),
  });
  attack('out of an ID token', {
    defence: session,
    attempt: forging(() => signed(payload(), google.signer.private)),
  });
  attack('that has ended', {
    defence: session,
    attempt: forging(() => signed(cookiePayload({ exp: now() - 1 }), google.signer.private)),
  });
});

threat('an attacker makes an ID token', '9.1.1', () => {
  const forging = (make: () => string) => async (takes: Target) => outcome(await takes(make()));

  attack('without a signature (alg none)', {
    defence: signature,
    attempt: forging(() => `${encode({ alg: 'none', typ: 'JWT' })}.${encode(payload())}.`),
  });
  attack('that the emulator would take', {
    defence: signature,
    attempt: forging(() => unsignedToken(PROJECT, 'boss', payload())),
  });
  attack('that claims "alg none" with a signature all the same', {
    defence: signature,
    attempt: forging(() => signed(payload(), google.signer.private, { alg: 'None' })),
  });
  attack('signed with a key of their own', {
    defence: signature,
    attempt: forging(() => signed(payload(), google.stranger.private)),
  });
  attack('that brings its own key along', {
    defence: signature,
    attempt: forging(() =>
      signed(payload(), google.stranger.private, {
        kid: undefined,
        jku: 'https://example.com/keys',
        x5c: [google.stranger.cert],
      }),
    ),
  });
  attack("signed with Google's public key as if it were a password (HS256)", {
    defence: signature,
    attempt: forging(() => {
      const head = `${encode({ alg: 'HS256', typ: 'JWT', kid: 'ours' })}.${encode(payload())}`;
      return `${head}.${createHmac('sha256', google.signer.cert).update(head).digest('base64url')}`;
    }),
  });
  attack('by changing the role in a good one', {
    defence: signature,
    attempt: forging(() => {
      const [head, , seal] = signed(payload({ role: 'viewer' }), google.signer.private).split('.');
      return `${head}.${encode(payload())}.${seal}`;
    }),
  });
  attack('from another project of Google', {
    defence: signature,
    attempt: forging(() =>
      signed(
        payload({ aud: 'mine', iss: 'https://securetoken.google.com/mine' }),
        google.signer.private,
      ),
    ),
  });
  attack('that is a session cookie', {
    defence: signature,
    attempt: forging(() =>
      signed(
        payload({ iss: `https://session.firebase.google.com/${PROJECT}` }),
        google.signer.private,
      ),
    ),
  });
  attack('that has ended', {
    defence: signature,
    attempt: forging(() => signed(payload({ exp: now() - 1 }), google.signer.private)),
  });
  attack('"owner", which the emulators take for an administrator', {
    defence: {
      name: 'functions: in production nothing names an emulator',
      up: signature.up,
      down: async () => async (token) => {
        const { restRequest, wentThrough } = await import('./support/firestore-rest.ts');
        const path = 'projects/demo-attack-owner/databases/(default)/documents/users/any-user';
        return wentThrough(await restRequest(token, 'PATCH', path, { fields: {} }));
      },
    },
    attempt: forging(() => 'owner'),
  });
});
