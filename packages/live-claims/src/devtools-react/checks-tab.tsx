import { explainChecks } from '../devtools/explain-check.ts';
import type { TabProps } from './use-devtools.ts';

/** For each permission what `useCan` says, and why. */
export function ChecksTab({ view: { snapshot, known } }: TabProps) {
  if (known.roles === null) return null;
  return (
    <table>
      <thead>
        <tr>
          <th>Permission</th>
          <th>Held</th>
          <th>Why</th>
        </tr>
      </thead>
      <tbody>
        {explainChecks(snapshot, known.roles, known).map(({ permission, isHeld, why }) => (
          <tr key={permission}>
            <th scope="row">
              <code>{permission}</code>
            </th>
            <td>{isHeld ? 'yes' : 'no'}</td>
            <td>{why}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
