import * as logger from 'firebase-functions/logger';
/*
 * What the functions say, one function per event: a constant message to search for, and fields in
 * `jsonPayload`. Account ids and roles only: no names, no addresses, no values that people typed.
 */
export function claimsSynced(uid, source, result) {
    const { status, role, version, problem, changed } = result;
    const fields = { uid, source, role, version };
    if (problem !== null) {
        logger.warn(`claims ${status}`, { ...fields, problem: problem.code, field: problem.field });
    }
    else if (changed) {
        logger.info('claims applied', fields);
    }
    else {
        logger.debug('claims already applied', fields);
    }
}
export function syncFailed(uid, error) {
    logger.error('claims sync failed, will be retried', { uid, error: describe(error) });
}
export function noAccountId(id) {
    logger.warn('a document in users has an id that no account can have', { id });
}
export function personChanged(actor, uid, edit) {
    logger.info('access changed', { actor, uid, ...edit });
}
export function personChangeRefused(actor, uid, reason) {
    logger.warn('change of access refused', { actor, uid, reason });
}
export function personDeleted(actor, uid) {
    logger.info('account deleted', { actor, uid });
}
export function noOwnerLeft(uid) {
    logger.error('no owner is left: the last one deleted their own account, or somebody did', {
        uid,
    });
}
export function accountProvisioned(uid, role, invite) {
    logger.info('account provisioned', { uid, role, invite });
}
export function provisioningFailed(uid, error) {
    logger.error('account provisioning failed, the sign-up was refused', {
        uid,
        error: describe(error),
    });
}
export function bulkSetRolesStarted(actor, { jobId, total }) {
    logger.info('bulk role change started', { actor, jobId, total });
}
export function bulkSetRolesRefused(actor, problems) {
    const codes = [...new Set(problems.map(({ code }) => code))];
    logger.warn('bulk role change refused', { actor, problems: problems.length, codes });
}
export function reconcileScheduled({ jobId, outcome }) {
    logger.info(`reconciliation ${outcome}`, { jobId });
}
export function jobStepRun({ jobId, step }, result) {
    const fields = { jobId, step, ...('tally' in result && result.tally) };
    if (result.outcome === 'failed')
        logger.error('job failed', fields);
    else if (result.outcome === 'done')
        logger.info('job done', fields);
    else
        logger.debug(`job step ${result.outcome}`, fields);
}
export function jobStepFailed({ jobId, step }, error) {
    logger.error('job step failed, will be retried', { jobId, step, error: describe(error) });
}
export function jobTaskUnreadable() {
    logger.error('job task unreadable, dropped');
}
export function grantsEnded(report) {
    if (report.failed > 0)
        logger.warn('grants ended, some could not be', { ...report });
    else if (report.ended > 0)
        logger.info('grants ended', { ...report });
    else
        logger.debug('no grant to end', { ...report });
}
export function grantNotEnded(uid, error) {
    logger.error('grant could not be ended, the next run tries again', {
        uid,
        error: describe(error),
    });
}
export function accessSettingsTurned(actor, after) {
    logger.warn('access settings changed', { actor, ...after });
}
export function accessSettingsRefused(actor, reason) {
    logger.warn('access settings change refused', { actor, reason });
}
export function inviteCreated(actor, inviteId, role) {
    logger.info('invite created', { actor, inviteId, role });
}
export function inviteWithdrawn(actor, inviteId) {
    logger.info('invite withdrawn', { actor, inviteId });
}
export function inviteRefused(actor, reason) {
    logger.warn('invite refused', { actor, reason });
}
export function inviteAccepted(uid, inviteId, role) {
    logger.info('invite accepted', { uid, inviteId, role });
}
function describe(error) {
    const { name = 'Error', code = null } = (error ?? {});
    return { name, code };
}
