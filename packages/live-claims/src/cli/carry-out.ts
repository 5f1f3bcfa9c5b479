import type { LiveClaimsConfig } from '../core/index.ts';
import { lockdown, requireReauthentication } from './access-settings.ts';
import { EXIT_CODES } from './admin-error.ts';
import { adopt } from './adopt/adopt.ts';
import { checkDatabase } from './check-database.ts';
import { disable, disableAuthFirst } from './disable.ts';
import { explainFailure } from './explain-failure.ts';
import { exportData } from './export.ts';
import { grant, revoke } from './grant.ts';
import { importUsers } from './import.ts';
import { invite, invites, withdraw } from './invites.ts';
import { jobs } from './jobs.ts';
import { find, list } from './list.ts';
import { lockdownByRules } from './lockdown-by-rules.ts';
import { log } from './log.ts';
import { waitForReading } from './operator.ts';
import { removeMember, setMember } from './org/edit-member.ts';
import { orgInvites, orgMembers } from './org/list-org.ts';
import { reconcile } from './reconcile.ts';
import type { AdminRequest, CheckRequest } from './request.ts';
import { retryJob } from './retry-job.ts';
import { type Answer, type OpenProject, openProject, type Session } from './session.ts';
import { show } from './show.ts';
import { findTarget, placeOf, saysWhere, targetName } from './target.ts';
import { type Terminal, writeLines } from './terminal.ts';
import { undo } from './undo.ts';

/**
 * Finds the target, opens it, does what was asked for and closes it again.
 *
 * @throws {AdminError} for every failure that can be explained, those of the platform among them.
 */
export function carryOut(
  request: AdminRequest,
  config: LiveClaimsConfig,
  terminal: Terminal,
  signal: AbortSignal,
  open: typeof openProject = openProject,
): Promise<Answer> {
  return withProject(request, config, terminal, signal, (session) => run(request, session), open);
}

/**
 * Finds the target, opens it, does something with it and closes it again.
 *
 * @throws {AdminError} for every failure that can be explained, those of the platform among them.
 */
export async function withProject<T>(
  request: AdminRequest | CheckRequest,
  config: LiveClaimsConfig,
  terminal: Terminal,
  signal: AbortSignal,
  work: (session: Session) => Promise<T>,
  open: typeof openProject = openProject,
): Promise<T> {
  const target = await findTarget(request.project, terminal.env);
  // Before anything else is asked for; a program has it in its JSON.
  if (!request.json) writeLines(terminal.err, [`In ${placeOf(target)}.`]);
  let project: OpenProject | null = null;
  try {
    project = await waitForReading(open(target, config, serviceAccountIn(request)), signal);
    return await work({ target, project, terminal, signal, now: Date.now });
  } catch (error) {
    const failure = explainFailure(error, targetName(target));
    if (failure === null) throw error;
    throw failure.exitCode === EXIT_CODES.notFound ? await saysWhere(failure, target) : failure;
  } finally {
    await project?.close();
  }
}

function run(request: AdminRequest, session: Session): Promise<Answer> {
  switch (request.command) {
    case 'show':
      return show(session, request);
    case 'list':
      return list(session, request);
    case 'find':
      return find(session, request);
    case 'grant':
      return grant(session, request);
    case 'revoke':
      return revoke(session, request);
    case 'disable':
      return request.authFirst ? disableAuthFirst(session, request) : disable(session, request);
    case 'enable':
      return disable(session, request);
    case 'invite':
      return invite(session, request);
    case 'invites':
      return invites(session);
    case 'withdraw':
      return withdraw(session, request);
    case 'org members':
      return orgMembers(session, request);
    case 'org set':
      return setMember(session, request);
    case 'org remove':
      return removeMember(session, request);
    case 'org invites':
      return orgInvites(session, request);
    case 'lockdown':
      return request.byRules ? lockdownByRules(session, request) : lockdown(session, request);
    case 'require-reauthentication':
      return requireReauthentication(session, request);
    case 'check-database':
      return checkDatabase(session);
    case 'reconcile':
      return reconcile(session, request);
    case 'log':
      return log(session, request);
    case 'jobs':
      return request.retry ? retryJob(session, request) : jobs(session, request);
    case 'undo':
      return undo(session, request);
    case 'import':
      return importUsers(session, request);
    case 'export':
      return exportData(session, request);
    case 'adopt':
      return adopt(session, request);
  }
}

const serviceAccountIn = (request: AdminRequest | CheckRequest) =>
  request.command === 'reconcile' ? request.serviceAccount : null;
