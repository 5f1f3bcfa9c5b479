import type { ReactNode } from 'react';
import type { TabProps } from './use-devtools.ts';

/** Token, marker and access settings side by side, and what the app makes of them. */
export function NowTab({ view: { snapshot, known, now } }: TabProps) {
  const { token, marker } = known;
  const settings = (known.settings ?? {}) as { lockdown?: unknown; minimumAuthTime?: unknown };
  const rows: readonly (readonly [name: string, token: ReactNode, marker: ReactNode])[] = [
    ['Role', token?.access.role, marker?.role],
    ['Version', token?.access.version, marker?.version],
    ['Ends', at(token?.access.expiresAt), at(marker?.expiresAt)],
    ['E-mail address', token?.email, marker?.email],
    ['Verified', said(token?.emailVerified), said(marker?.emailVerified)],
    ['Signed in', at(token?.authTime), null],
    ['Runs out', left(token?.claims.exp, now), null],
    ['Sign-ins end before', null, at(marker?.sessionsRevokedAt?.seconds)],
    ['Disabled', null, said(marker?.disabled)],
  ];
  return (
    <>
      <table>
        <thead>
          <tr>
            <th>What is known</th>
            <th>Token</th>
            <th>Marker</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ofToken, ofMarker]) => (
            <tr key={name} className={differ(name, ofToken, ofMarker) ? 'differs' : undefined}>
              <th scope="row">{name}</th>
              <td>{ofToken ?? '–'}</td>
              <td>{ofMarker ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <dl>
        <dt>Status</dt>
        <dd>{snapshot.status}</dd>
        <dt>Role that counts</dt>
        <dd>{snapshot.role ?? 'none'}</dd>
        <dt>Permissions</dt>
        <dd>{snapshot.permissions.join(', ') || 'none'}</dd>
        <dt>Lockdown</dt>
        <dd>{settings.lockdown === true ? 'on' : 'off'}</dd>
        {snapshot.error && (
          <>
            <dt>Error</dt>
            <dd>
              {snapshot.error.code}: {snapshot.error.message}
            </dd>
          </>
        )}
        {snapshot.problem && (
          <>
            <dt>Problem</dt>
            <dd>{snapshot.problem.message}</dd>
          </>
        )}
      </dl>
      <details>
        <summary>All claims of the token</summary>
        <pre>{JSON.stringify(token?.claims ?? null, null, 2)}</pre>
      </details>
    </>
  );
}

const SAME = ['Role', 'Version', 'Ends', 'E-mail address', 'Verified'];

const differ = (name: string, token: ReactNode, marker: ReactNode) =>
  SAME.includes(name) && (token ?? null) !== (marker ?? null);

const said = (value: boolean | undefined) => (value === undefined ? null : value ? 'yes' : 'no');

const at = (seconds: number | null | undefined) =>
  seconds ? new Date(seconds * 1000).toLocaleString() : null;

function left(seconds: unknown, now: number): string | null {
  if (typeof seconds !== 'number') return null;
  const rest = Math.max(0, Math.round(seconds - now / 1000));
  return `in ${Math.floor(rest / 60)} min ${rest % 60} s`;
}
