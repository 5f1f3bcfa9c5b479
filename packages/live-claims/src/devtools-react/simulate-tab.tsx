import { rankOf } from '../core/roles.ts';
import { secondsOf } from '../core/time.ts';
import { describeSimulation, REAL } from '../devtools/simulation.ts';
import type { TabProps } from './use-devtools.ts';

/** Delays of the marker to choose from, in milliseconds. */
const DELAYS: Readonly<Record<string, number>> = {
  'as it comes': 0,
  '2 seconds late': 2_000,
  '10 seconds late': 10_000,
  never: Number.POSITIVE_INFINITY,
};

/** What this tab is to believe. */
export function SimulateTab({ view: { known, simulation }, devtools }: TabProps) {
  const { ranking = [] } = known.roles ?? {};
  const real = known.token?.claims.role;
  const top = known.roles && typeof real === 'string' ? rankOf(known.roles, real) : -1;
  return (
    <form className="simulate" onSubmit={(event) => event.preventDefault()}>
      <p>
        Only this tab believes it, and only what is shown gets narrower: rules and functions go by
        the real token. {describeSimulation(simulation)}
      </p>
      <label>
        Role{' '}
        <select
          value={simulation.role ?? ''}
          onChange={({ currentTarget }) => devtools.simulate({ role: currentTarget.value || null })}
        >
          <option value="">as it is</option>
          {ranking.slice(0, Math.max(0, top)).map((role) => (
            <option key={role}>{role}</option>
          ))}
        </select>
      </label>
      <label>
        Marker{' '}
        <select
          value={Object.keys(DELAYS).find((name) => DELAYS[name] === simulation.markerDelayMs)}
          onChange={({ currentTarget }) =>
            devtools.simulate({ markerDelayMs: DELAYS[currentTarget.value] ?? 0 })
          }
        >
          {Object.keys(DELAYS).map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <label>
        <input
          type="checkbox"
          checked={simulation.staleToken}
          onChange={({ currentTarget }) => devtools.simulate({ staleToken: currentTarget.checked })}
        />{' '}
        The token stays as it is
      </label>
      <label>
        <input
          type="checkbox"
          checked={simulation.lockdown}
          onChange={({ currentTarget }) => devtools.simulate({ lockdown: currentTarget.checked })}
        />{' '}
        Lockdown
      </label>
      <p>
        <button
          type="button"
          onClick={() => devtools.simulate({ endsAt: secondsOf(Date.now() + 30_000) })}
        >
          The role ends in 30 s
        </button>{' '}
        <button type="button" onClick={() => devtools.simulate(REAL)}>
          Back to what is real
        </button>
      </p>
    </form>
  );
}
