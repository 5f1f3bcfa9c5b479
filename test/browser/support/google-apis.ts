import { request as httpRequest } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { stack } from '../../support/stack.ts';

/** The hosts that a production bundle calls, and where the stack answers for them. */
const HOSTS: Readonly<Record<string, { readonly address: string; readonly prefix: string }>> = {
  'identitytoolkit.googleapis.com': {
    address: stack.auth,
    prefix: '/identitytoolkit.googleapis.com',
  },
  'securetoken.googleapis.com': { address: stack.auth, prefix: '/securetoken.googleapis.com' },
  'firestore.googleapis.com': { address: stack.firestore, prefix: '' },
  [`us-central1-${stack.projectId}.cloudfunctions.net`]: {
    address: stack.functions,
    prefix: `/${stack.projectId}/us-central1`,
  },
};

export interface GoogleApis {
  /** Chromium arguments that send those hosts here instead of to the internet. */
  readonly chromiumArgs: readonly string[];
  close(): Promise<void>;
}

/**
 * Stands in for Google's endpoints, by name and with TLS, and hands every request on to the
 * emulators. So the browser runs the very bundle that is deployed, which knows no emulator.
 */
export async function serveGoogleApis(): Promise<GoogleApis> {
  const { private: key, cert } = await generate([
    { name: 'commonName', value: 'live-claims test' },
  ]);
  const server = createServer({ key, cert }, (incoming, outgoing) => {
    const target = HOSTS[incoming.headers.host ?? ''];
    if (target === undefined) {
      outgoing.writeHead(502).end(`No emulator answers for ${incoming.headers.host}.`);
      return;
    }
    const { method, headers, url } = incoming;
    const path = `${target.prefix}${url}`;
    const onward = httpRequest(`http://${target.address}`, { method, headers, path }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  const rules = Object.keys(HOSTS).map((host) => `MAP ${host}:443 127.0.0.1:${port}`);
  return {
    chromiumArgs: [
      `--host-resolver-rules=${[...rules, 'MAP * ~NOTFOUND', 'EXCLUDE 127.0.0.1'].join(',')}`,
      '--ignore-certificate-errors',
    ],
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
