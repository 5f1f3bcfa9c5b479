import { millisOf, topRole, versionAt } from '../../core/index.ts';
import { useConsole } from '../console-context.tsx';
import { dayAndTime, isoOf } from '../parts/moments.ts';
import { isolated } from '../parts/names.ts';
import { WithNames } from '../parts/with-names.tsx';
import classes from './audit.module.css';
import type { StoredAuditEntry } from './audit-data.ts';
import { actorPhrase, auditSentence, outcomePhrase } from './audit-sentence.ts';

/** One change of access: what, about whom, by whom, and why. Names are as they were then. */
export function Entry({ entry }: { entry: StoredAuditEntry }) {
  const { roles } = useConsole();
  const at = millisOf(versionAt(entry.at));
  const outcome = outcomePhrase(entry);
  const { subject } = entry;
  const nameOf = (uid: string) => isolated(subject.name ?? subject.email ?? uid);
  const actorOf = (uid: string) => {
    const { name, email } = entry.by;
    const [shown, proof] = [name ?? email ?? uid, email ?? uid];
    // A name can be taken by any user; an address cannot.
    return isolated(shown) + (shown === proof ? '' : ` (${isolated(proof)})`);
  };
  // Beside a name only: where there is none, the sentence has the address.
  const beside = subject.name === null || subject.name === subject.email ? null : subject.email;
  return (
    <li className={classes.entry}>
      <time dateTime={isoOf(at)}>{dayAndTime(at)}</time>
      <div>
        <p>
          <WithNames>{auditSentence(entry, nameOf, topRole(roles))}</WithNames>
        </p>
        <p className={classes.actor}>
          {beside !== null && (
            <>
              <bdi>{beside}</bdi>
              {' · '}
            </>
          )}
          <WithNames>{actorPhrase(entry.actor, actorOf)}</WithNames>
          {entry.reason !== null && (
            <>
              {' · '}
              <bdi>{entry.reason}</bdi>
            </>
          )}
          {outcome !== null && (
            <>
              {' · '}
              <strong>{outcome}</strong>
            </>
          )}
        </p>
      </div>
    </li>
  );
}
