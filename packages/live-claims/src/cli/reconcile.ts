import { updateRow } from '../functions/directory/update-row.ts';
import { driftOf, isRepairable } from '../functions/reconcile/drift.ts';
import { repair } from '../functions/reconcile/reconcile.ts';
import { AdminError, EXIT_CODES } from './admin-error.ts';
import { confirm, waitForReading, waitForWriting } from './operator.ts';
import { explainDrift, findPerson, INDEX_MISSING, observe, wrongOrgsOf } from './person.ts';
import { reconcileByJob } from './reconcile-job.ts';
import { reconcileNow } from './reconcile-now.ts';
import type { PersonName, ReconcileRequest } from './request.ts';
import type { Answer, Session } from './session.ts';
import { targetJson } from './target.ts';

/**
 * Brings claims and markers in line with the documents: of one user, or of all users by a job of the functions or in
 * this process.
 *
 * @throws {AdminError} `no-such-person`, `no-such-job`, `job-is-over`, `no-queue`, `not-confirmed`, `interrupted`.
 */
export function reconcile(session: Session, request: ReconcileRequest): Promise<Answer> {
  const { person, how, yes } = request;
  if (person !== null) return reconcilePerson(session, person, yes);
  if (how.order === 'now') return reconcileNow(session, how, yes);
  return reconcileByJob(session, how, yes);
}

/**
 * Brings one person's claims and marker into step with their document, at once and by the same means
 * as the reconciliation of all users.
 *
 * @throws {AdminError} `no-such-person`, `not-confirmed`.
 */
async function reconcilePerson(session: Session, name: PersonName, yes: boolean): Promise<Answer> {
  const { project, signal, target } = session;
  const { roles } = project.engine;
  const found = await waitForReading(findPerson(project, name), signal);
  const { uid, account } = found;
  const seen = await waitForReading(observe(project, found), signal);
  if (account === null && seen.source.data === null && seen.marker === null) {
    throw new AdminError('no-such-person', `There is no account with the id ${uid}.`, {
      next: 'There is neither an account nor a document with it. Is it the right project?',
    });
  }
  const { wrongOrgs, orgsByCode, isIndexMissing } = await waitForReading(
    wrongOrgsOf(project, uid, seen),
    signal,
  );
  const before = [...driftOf(roles, seen, session.now()), ...orgsByCode.keys()];
  const due = wrongOrgs.length > 0 || isRepairable(roles, seen, before);
  if (due) {
    const drift = explainDrift(roles, uid, seen, before, orgsByCode);
    await confirm(session, yes, [
      `claims and marker of ${uid}:`,
      ...drift.map(({ what }) => `  ${what}`),
    ]);
    const reason = 'Reconciled one user from the command line.';
    const options = { codes: before, reason, now: session.now() };
    await waitForWriting(repair(project, { uid, seen, wrongOrgs }, options));
  }
  // Derived and without effect on access: nothing to confirm.
  const rowWritten = await waitForWriting(updateRow(project.engine, uid));
  const now = due
    ? await waitForReading(
        findPerson(project, { text: uid, byUid: true }).then((again) => observe(project, again)),
        signal,
      )
    : seen;
  const left = explainDrift(roles, uid, now, driftOf(roles, now, session.now()));
  const wrong = left.some(({ code }) => code !== 'no-account');
  return {
    exitCode: wrong ? EXIT_CODES.attention : EXIT_CODES.done,
    json: {
      ...targetJson(target),
      uid,
      email: account?.email ?? null,
      repaired: before,
      drift: left,
      membershipsLookedFor: !isIndexMissing,
      ...(rowWritten && { rowWritten }),
    },
    text: (paint) => [
      '',
      wrong
        ? `${paint('red', '✗')} ${account?.email ?? uid} needs attention:`
        : `${paint('green', '✔')} ${account?.email ?? uid}: ${due ? 'claims and marker are repaired' : rowWritten ? 'the row in the directory is repaired' : 'nothing had to be changed'}.`,
      ...[...left, ...(isIndexMissing ? [INDEX_MISSING] : [])].flatMap(({ what, next }) => [
        `  ${what}`,
        `  ${paint('cyan', '→')} ${next}`,
      ]),
      '',
    ],
  };
}
