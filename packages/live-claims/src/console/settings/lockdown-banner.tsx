import { collection, doc, limit, orderBy, query, where } from 'firebase/firestore';
import { useMemo } from 'react';
import { millisOf, topRole, versionAt } from '../../core/index.ts';
import { readEntry, type StoredAuditEntry } from '../audit/audit-data.ts';
import { actorPhrase } from '../audit/audit-sentence.ts';
import { useCan, useConsole, useLiveDocument, useLiveQuery } from '../console-context.tsx';
import { Link } from '../parts/link.tsx';
import { dayAndTime } from '../parts/moments.ts';
import { isolated } from '../parts/names.ts';
import { WithNames } from '../parts/with-names.tsx';
import classes from './settings.module.css';
import { readSettings } from './settings-data.ts';
import { useMayChangeSettings } from './use-may-change-settings.ts';

/** Among how many entries without a person the one of the lockdown is looked for: the others are of invites. */
const LOOKED_AT = 10;

/**
 * Says on every page that a lockdown is on, since when, by whom and why, to users who may turn it off; nothing else, and
 * nothing to others. Costs one read while none is on.
 *
 * @example <LockdownBanner />
 */
export function LockdownBanner() {
  const { firestore, paths, roles, settingsHref } = useConsole();
  const mayChange = useMayChangeSettings();
  const { value } = useLiveDocument(
    mayChange ? doc(firestore, paths.settings) : null,
    readSettings,
  );
  if (value?.lockdown !== true) return null;
  return (
    <section className={classes.banner} aria-label="Locked down">
      <p>
        <strong>A lockdown is on: only the role “{topRole(roles)}” has access.</strong>{' '}
        <LockdownOrigin /> <Link href={settingsHref}>Open settings</Link>
      </p>
    </section>
  );
}

/** Since when there is a lockdown, by whom and why, as the audit log has it; nothing where it has not. */
export function LockdownOrigin() {
  const { config, firestore } = useConsole();
  const { audit } = config.collections;
  const canRead = useCan(config.can.readAudit);
  const { items } = useLiveQuery(
    useMemo(
      () =>
        canRead
          ? query(
              collection(firestore, audit),
              where('uid', '==', null),
              orderBy('at', 'desc'),
              limit(LOOKED_AT),
            )
          : null,
      [firestore, audit, canRead],
    ),
    readEntry,
  );
  const entry = items.find(turnedOn);
  if (entry === undefined) return null;
  const { name, email } = entry.by;
  const by = actorPhrase(entry.actor, (uid) => isolated(name ?? email ?? uid));
  return (
    <>
      Since {dayAndTime(millisOf(versionAt(entry.at)))}. <WithNames>{by}</WithNames>
      {entry.reason !== null && (
        <>
          : <bdi>{entry.reason}</bdi>
        </>
      )}
      .
    </>
  );
}

function turnedOn({ type, before, after }: StoredAuditEntry): boolean {
  const isOn = (state: StoredAuditEntry['after']) =>
    state !== null && 'lockdown' in state && state.lockdown;
  return type === 'access-settings-change' && isOn(after) && !isOn(before);
}
