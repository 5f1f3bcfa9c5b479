import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { npmEnv } from '../support/packed.ts';

const run = promisify(execFile);

/** A registry on this machine that has packages of ours. */
export interface LocalRegistry {
  /** The environment of an npm that asks it. */
  readonly env: NodeJS.ProcessEnv;
  /** Publishes what `npm pack` made. */
  readonly publish: (tarball: string) => Promise<void>;
  readonly close: () => void;
}

/** A package as a registry describes it, with one version. */
interface Published {
  readonly description: object;
  readonly tarball: Buffer;
}

/**
 * Starts a registry on loopback. For packages that are not published there, npm is sent to the registry that it is
 * configured for.
 */
export async function startRegistry(env: NodeJS.ProcessEnv): Promise<LocalRegistry> {
  const { stdout } = await run('npm', ['config', 'get', 'registry'], {
    env,
    shell: process.platform === 'win32',
  });
  const upstream = stdout.trim().replace(/\/$/, '');
  const packages = new Map<string, Published>();
  const server = createServer(({ url = '/' }, response) => {
    const [name = '', isTarball] = decodeURIComponent(url).slice(1).split('/-/');
    const found = packages.get(name);
    if (found === undefined) {
      response.writeHead(307, { location: `${upstream}${url}` }).end();
    } else if (isTarball === undefined) {
      // Another run has other contents under the same version, and maybe the same port.
      response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
      response.end(JSON.stringify(found.description));
    } else {
      response.end(found.tarball);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    env: {
      ...npmEnv(env),
      npm_config_registry: address,
      NO_PROXY: [env.NO_PROXY ?? env.no_proxy, '127.0.0.1'].filter(Boolean).join(','),
    },
    async publish(file) {
      const { stdout: text } = await run('tar', ['-xzOf', file, 'package/package.json']);
      const manifest = JSON.parse(text);
      const { name, version } = manifest;
      const tarball = readFileSync(file);
      const hash = (algorithm: string) => createHash(algorithm).update(tarball);
      const dist = {
        tarball: `${address}/${name}/-/${name}-${version}.tgz`,
        integrity: `sha512-${hash('sha512').digest('base64')}`,
        shasum: hash('sha1').digest('hex'),
      };
      const files = (await run('tar', ['-tzf', file])).stdout.split('\n');
      const _hasShrinkwrap = files.includes('package/npm-shrinkwrap.json');
      const versions = { [version]: { ...manifest, dist, _hasShrinkwrap } };
      const description = { name, 'dist-tags': { latest: version }, versions };
      packages.set(name, { description, tarball });
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
