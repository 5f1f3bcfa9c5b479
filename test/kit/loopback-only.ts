/**
 * Loaded into a program ahead of its own code (`node --import`): it finds no host but this machine. firebase-tools asks
 * Google for news and for names of roles, which a test must not wait for.
 */
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';

const lookUp = dns.lookup;

dns.lookup = ((host: string, ...rest: unknown[]) => {
  if (host === 'localhost') return Reflect.apply(lookUp, dns, [host, ...rest]);
  const answer = rest.at(-1) as (error: Error) => void;
  setImmediate(answer, Object.assign(new Error(`ENOTFOUND ${host}`), { code: 'ENOTFOUND' }));
}) as typeof dns.lookup;
syncBuiltinESMExports();
