import { patchOf } from '../support/patch-source.ts';
import type { Bug } from './bug.ts';
import { PEERS } from './peers.ts';

const SYNC = 'packages/live-claims/src/functions/sync/sync-user.ts';
const PLAN = 'packages/live-claims/src/functions/sync/plan-sync.ts';
const FOLLOW = 'packages/live-claims/src/functions/sync/follow-edit.ts';
const COPY = 'packages/live-claims/src/functions/orgs/copy-memberships.ts';
const MEMBERSHIP = 'packages/live-claims/src/functions/orgs/follow-membership.ts';
const ORGS = 'packages/live-claims/src/core/orgs.ts';
const EDIT = 'packages/live-claims/src/functions/edit/edit.ts';
const CREATED = 'packages/live-claims/src/functions/provision/provision-account.ts';
const CLAIMS = 'packages/live-claims/src/core/claims.ts';
const GRANT = 'packages/live-claims/src/core/grant.ts';
const SESSION = 'packages/live-claims/src/web/account-session.ts';
const CLIENT_PLAN = 'packages/live-claims/src/web/claims-plan.ts';
const STATE = 'packages/live-claims/src/web/claims-state.ts';
const LOOP = 'packages/live-claims/src/web/refresh-loop.ts';
const SYNC_REQUEST = 'packages/live-claims/src/web/sync-request.ts';

/** How the handler of an edit heals the map. */
const HEALED =
  'copying === null ? {} : await healEntries(copying, edit.uid, edit.before, edit.after.data)';

const bug = (
  name: string,
  ...patches: (readonly [file: string, find: string, replace: string])[]
): Bug => ({
  name,
  patches: patches.map(([file, find, replace]) => patchOf({ file, find, replace })),
});

export const BUGS: readonly Bug[] = [
  ...PEERS,

  bug('the event’s payload is trusted instead of the document', [
    FOLLOW,
    '  return syncUser(engine, edit.uid,',
    `  const documents = {
    ...engine.documents,
    read: async (uid: string) => ({ ...(await engine.documents.read(uid)), source: edit.after }),
    readSource: async () => edit.after,
  };
  return syncUser({ ...engine, documents }, edit.uid,`,
  ]),
  bug('errors are swallowed, so that the event is not delivered again', [
    FOLLOW,
    '{ followed: edit, by, proven });',
    '{ followed: edit, by, proven }).catch(() => null);',
  ]),
  bug('the trigger leaves our own writes to their writer, which may have crashed', [
    FOLLOW,
    'if (isOwnWrite(edit) && (await settledByItsWriter(engine, edit, sleep))) return null;',
    'if (isOwnWrite(edit)) return null;',
  ]),
  bug('the writer is believed to have finished after a while', [
    FOLLOW,
    '  }\n  return false;',
    '  }\n  return true;',
  ]),
  bug('an edit that was taken back leaves no trace, though a token may carry it', [
    FOLLOW,
    'followed: edit, by, proven',
    'by, proven',
  ]),
  bug('an edit that disabled the account forgets that it may have', [
    FOLLOW,
    'followed: edit, by, proven',
    'followed: { ...edit, after: { ...edit.after, data: edit.after.data && { ...edit.after.data, disabled: false } } }, by, proven',
  ]),
  bug('the callable sets the requested claims rather than those of the document', [
    EDIT,
    '  const sync = await syncUser(',
    `  const account = await engine.accounts.read(order.uid);
  if (account !== null) {
    await engine.accounts.setClaims(order.uid, { ...account.claims, role: order.edit.role ?? undefined });
  }
  const sync = await syncUser(`,
  ]),
  bug('the callable commits the role and leaves the claims as they are', [
    EDIT,
    'const sync = await syncUser(engine, order.uid, { enables, ...(seen !== null && { seen }) });',
    'const sync = null as never;',
  ]),
  bug('an edit that enables leaves an account that Firebase Auth alone has disabled', [
    EDIT,
    "const enables = outcome === 'written' && order.edit.disabled === false;",
    'const enables = false;',
  ]),

  bug('the marker says that the sessions ended, but they go on', [
    SYNC,
    'if (endSessions) writes.push(accounts.endSessions(uid));',
    '',
  ]),
  bug('the sessions end without a marker', [
    PLAN,
    '([name, value]) => marker[name as keyof typeof fields] === value,',
    "([name, value]) => name === 'sessionsRevokedAt' || marker[name as keyof typeof fields] === value,",
  ]),
  bug('an unreadable role keeps the sessions alive', [
    PLAN,
    'return withSessions(seen, plan);',
    `const unreadable = plan.marker?.status === 'rejected' || seen.marker?.status === 'rejected';
  return unreadable ? plan : withSessions(seen, plan);`,
  ]),
  bug('an edit that says nothing of the sessions opens them again', [
    PLAN,
    'return endedAt === null || (previous !== null && previous > endedAt) ? previous : endedAt;',
    'return endedAt;',
  ]),

  bug('the document is not read again after the writes', [
    SYNC,
    'if (isSameRevision(now, seen.source)) return',
    'if (now !== null) return',
  ]),
  bug('the document is not read again after the marker', [
    SYNC,
    '      changed = true;\n    }\n\n    if (touchesLock(plan))',
    '      return outcome(plan.marker, true);\n    }\n\n    if (touchesLock(plan))',
  ]),
  bug('the account is not read again after it was enabled', [
    SYNC,
    'if (touchesLock(plan)) continue;',
    '',
  ]),
  bug('an account that is enabled gets claims of a later version than its revision', [
    PLAN,
    'const isSaid = isOfRevision || (',
    'const isSaid = (',
  ]),
  bug('a lost race for the marker counts as done', [
    SYNC,
    'if (!published) continue;',
    'if (!published) return outcome(seen.marker, changed);',
  ]),
  bug('the marker is overwritten without a precondition', [
    SYNC,
    '        before: seen.marker,\n',
    '        before: (await engine.documents.read(uid)).marker,\n',
  ]),
  bug('the marker is written before the claims', [
    SYNC,
    '    if (plan.account !== null) {\n      mayEnable ||= plan.account.disabled',
    `    if (plan.account !== null && plan.marker !== null) {
      const audit = auditOf(uid, seen, plan.marker, options, await entry);
      const publication = { uid, before: seen.marker, after: plan.marker, refreshWithin: null, audit };
      if (!(await engine.documents.publish(publication))) continue;
      await applyTo(engine.accounts, uid, plan.account);
      const again = await engine.documents.readSource(uid);
      if (isSameRevision(again, seen.source)) return outcome(plan.marker, true);
      continue;
    }
    if (plan.account !== null) {
      mayEnable ||= plan.account.disabled`,
  ]),
  bug('two parallel reads count as a consistent read', [
    SYNC,
    'if (round === 1 && isDoubtful(seen, plan)) continue;',
    '',
  ]),
  bug('every read is two parallel reads', [
    SYNC,
    '(round === 1 ? readInParallel : readConsistently)',
    '(readInParallel)',
  ]),
  bug('claims that were found correct are announced without a second read', [
    SYNC,
    'return plan.account === null || marker?.disabled === true || account?.disabled === true;',
    'return marker?.disabled === true || account?.disabled === true;',
  ]),
  bug('a disabled account is judged by parallel reads', [
    SYNC,
    'return plan.account === null || marker?.disabled === true || account?.disabled === true;',
    'return plan.account === null;',
  ]),
  bug('claims ahead of the document are overwritten', [
    SYNC,
    'if (ahead !== 0 && ahead !== mistrusted) {',
    'if (ahead < 0) {',
  ]),
  bug('claims ahead of the document are waited for, for ever', [
    SYNC,
    'if (ahead !== 0 && ahead !== mistrusted) {',
    'if (ahead !== 0) {',
  ]),
  bug('the process forgets that it has disabled the account itself', [
    SYNC,
    '      mayEnable ||= plan.account.disabled === true;\n',
    '',
  ]),
  bug('an account that is gone counts as written', [
    SYNC,
    "if (write.outcome === 'no-such-account') continue;",
    '',
  ]),
  bug('one failed write leaves the other to arrive whenever it does', [
    SYNC,
    'await Promise.allSettled(writes); const answers =',
    'const answers =',
  ]),
  bug(
    'after two rounds it gives up without an error',
    [SYNC, '  throw new SyncContention(uid);', '  return outcome(null, changed);'],
    [SYNC, 'const MAX_ROUNDS = 10;', 'const MAX_ROUNDS = 2;'],
  ),

  bug('claims that are set count as announced', [
    PLAN,
    '  const claims = () => ({',
    '  if (applied) return NOTHING_TO_DO;\n  const claims = () => ({',
  ]),
  bug('a marker that is out counts as proof of the claims', [
    PLAN,
    'const applied = (problem !== null',
    'const applied = (marker !== null && marker.version >= seen.source.version) || (problem !== null',
  ]),
  bug('claims older than the marker count as applied', [
    PLAN,
    'current.version > 0 && current.version >= published &&',
    'current.version > 0 &&',
  ]),
  bug('any version is as good as the right one', [
    PLAN,
    'isCurrent(seen, current) &&',
    'current.version > 0 &&',
  ]),
  bug('the version comes from the function’s clock, which is behind', [
    PLAN,
    'return current.version < least ? least : current.version + 1;',
    'return current.version < least ? 500_000 : current.version + 1;',
  ]),
  bug('the version is a counter on the marker', [
    PLAN,
    'return current.version < least ? least : current.version + 1;',
    'return published + 1;',
  ]),
  bug('the version is always the document’s', [
    PLAN,
    'return current.version < least ? least : current.version + 1;',
    'return source.version;',
  ]),
  bug('claims overwritten at the same version keep it', [
    PLAN,
    'return current.version < least ? least : current.version + 1;',
    'return least;',
  ]),
  bug('a missing document has no version', [
    PLAN,
    'const least = Math.max(source.version, isSaid',
    'const least = source.data === null ? 0 : Math.max(source.version, isSaid',
  ]),
  bug(
    'every edit has to be announced, also one that changes no access',
    [FOLLOW, 'const leaves = leavesAccess(engine.roles, edit);', 'const leaves = false;'],
    [
      PLAN,
      'return isSameGrant(granted, readSource(roles, after, last)) ? 0 : after.version;',
      'return after.version;',
    ],
  ),
  bug('an edit of the end alone counts as one that changes no access', [
    FOLLOW,
    'OURS = [role, expiresAt, ',
    'OURS = [role, ',
  ]),
  bug('an edit that disables counts as one that changes no access', [
    FOLLOW,
    'expiresAt, disabled, sessionsRevokedAt];',
    'expiresAt, sessionsRevokedAt];',
  ]),
  bug('no edit changes access where both sides can be read', [
    FOLLOW,
    'deciding(roles).every((field) => isDeepStrictEqual(before[field], data[field])) &&',
    '',
  ]),
  bug('a deleted document changes nothing', [
    PLAN,
    '  const wanted = readSource(roles, seen.source, seen.marker?.additionalClaims);',
    '  if (seen.source.data === null) return NOTHING_TO_DO;\n  const wanted = readSource(roles, seen.source, seen.marker?.additionalClaims);',
  ]),
  bug('an unreadable value keeps the earlier role', [
    PLAN,
    '  const wanted = readSource(roles, seen.source, seen.marker?.additionalClaims);',
    `  const wanted = readSource(roles, seen.source, seen.marker?.additionalClaims);
  if (wanted.problem !== null && seen.account !== null) {
    const { version = 0, role = null, expiresAt = null, disabled = false } = seen.marker ?? {};
    const previous = { version, role, expiresAt, disabled, disabledInAuth: false } as const;
    const rejected = { ...previous, status: 'rejected', problem: wanted.problem } as const;
    return withSessions(seen, { account: null, marker: ifChanged(roles, seen, rejected) });
  }`,
  ]),
  bug('an unreadable value removes the role without a problem', [
    PLAN,
    "      status: problem === null ? 'applied' : 'rejected',\n      problem: problem ?? fitted.problem,",
    "      status: 'applied',\n      problem: null,",
  ]),
  bug('an unreadable `disabled` does not disable', [
    GRANT,
    '  if (disabled !== false) {',
    '  if (disabled === true) {',
  ]),
  bug('an unreadable value is an error, delivered again forever', [
    PLAN,
    '  const wanted = readSource(roles, seen.source, seen.marker?.additionalClaims);',
    '  const wanted = readSource(roles, seen.source, seen.marker?.additionalClaims);\n  if (wanted.problem !== null) throw new Error(wanted.problem.message);',
  ]),
  bug('no account is no reason not to say “applied”', [
    PLAN,
    'const grantsNothing = problem === null && grant.role',
    `  if (problem === null) {
    const previous = { ...grant, version: source.version, disabledInAuth: false } as const;
    const applied = { ...previous, status: 'applied', problem: null } as const;
    return { account: null, marker: ifChanged(roles, seen, applied) };
  }
  const grantsNothing = problem === null && grant.role`,
  ]),
  bug('an account is never enabled again', [
    PLAN,
    'return enables ? { change: false,',
    'return enables && account === null ? { change: false,',
  ]),
  bug('an account that Auth alone disabled keeps its role', [
    PLAN,
    'role: lock.disabled ? null : role, expiresAt: lock.disabled ? null : expiresAt,',
    'role, expiresAt: lock.disabled ? null : expiresAt,',
  ]),
  bug('an account without document and marker stays disabled', [
    PLAN,
    'if (isStranger && asksNothing && lock.change === null) {',
    'if (isStranger && asksNothing) {',
  ]),
  bug('an account that Auth alone disabled is enabled by the next edit', [
    PLAN,
    '  const enables = mayEnable || (marker?.disabled && !marker.disabledInAuth);',
    '  const enables = true;',
  ]),
  bug('the account is not read again once it exists', [
    CREATED,
    '  return syncUser(engine, uid);',
    '  return null;',
  ]),
  bug('a document that was deleted during the sign-up leaves its role behind', [
    CREATED,
    'if (source.data === null && marker === null) return null;',
    'if (source.data === null) return null;',
  ]),
  bug('an unreadable marker waits for an edit', [
    PLAN,
    '  const seen = believable(found);',
    '  const seen = believable(found);\n  if (seen.marker?.damaged && found.followed === undefined) return NOTHING_TO_DO;',
  ]),
  bug('a version of the future is believed', [
    PLAN,
    'const SLACK_MICROS = 300_000_000;',
    'const SLACK_MICROS = 9e15;',
  ]),
  bug('claims from after the backup are published as they are', [
    PLAN,
    '    (carriesAccess(account.claims, { ...granted, version: current.version }, names) &&',
    '    (current.version > seen.source.version ||\n      carriesAccess(account.claims, { ...granted, version: current.version }, names)) && (',
  ]),
  bug('a disabled person keeps the role', [
    GRANT,
    'return { grant: { ...NO_GRANT, disabled: true }, problem };',
    'return { grant: { ...NO_GRANT, role: role as string, disabled: true }, problem };',
  ]),
  bug('a value is trimmed and guessed', [
    GRANT,
    "if (typeof role !== 'string') return nothing(wrongType(table.fields.role, role, 'a text'));",
    "if (typeof role === 'string' && isRole(table, role.trim().toLowerCase())) return { grant: { ...NO_GRANT, role: role.trim().toLowerCase() }, problem: null };\n  if (typeof role !== 'string') return nothing(wrongType(table.fields.role, role, 'a text'));",
  ]),
  bug('claims of other code are dropped', [
    CLAIMS,
    '  return { ...Object.fromEntries(foreign), ...encodeClaims(access) };',
    '  void foreign;\n  return encodeClaims(access);',
  ]),
  bug('a change of the end alone is no change', [
    CLAIMS,
    '    OWN_CLAIMS.every((name) => claims[name] === encoded[name]) &&',
    "    OWN_CLAIMS.every((name) => name === 'rx' || claims[name] === encoded[name]) &&",
  ]),
  bug('a role that is taken away stays in the claims', [
    CLAIMS,
    '  return { ...Object.fromEntries(foreign), ...encodeClaims(access) };',
    '  void foreign;\n  return { ...existing, ...encodeClaims(access) };',
  ]),

  bug('a membership is copied as its event has it', [
    MEMBERSHIP,
    'return (await copyMembership(project, engine, orgId, uid)).written;',
    `const memberships: typeof engine.memberships = {
    ...engine.memberships,
    readWithUser: async (...key) => {
      const found = await engine.memberships.readWithUser(...key);
      return { ...found, memberships: found.memberships.map((one) => ({ ...one, data: after })) };
    },
  };
  return (await copyMembership(project, { ...engine, memberships }, orgId, uid)).written;`,
  ]),
  bug('a membership is copied without its revision as the precondition', [
    COPY,
    'await documents.write({ ...plan, uid, revision })',
    'await documents.write({ ...plan, memberships: [], uid, revision })',
  ]),
  bug('the entries of others are written back as they were read', [
    COPY,
    'wrong.map((membership) => [membership.orgId, entryOf(orgs, membership.data)]),',
    '[...Object.entries(entriesIn(user)), ...wrong.map((membership) => [membership.orgId, entryOf(orgs, membership.data)] as const)],',
  ]),
  bug('only the changed entry stays', [
    COPY,
    "  if (user === null) return { entries, memberships: wrong, kind: 'create' };",
    `  for (const id of Object.keys(entriesIn(user))) if (!(id in entries)) entries[id] = null;
  if (user === null) return { entries, memberships: wrong, kind: 'create' };`,
  ]),
  bug('the field goes with the last entry, whatever came meanwhile', [
    COPY,
    'await documents.write({ ...plan, uid, revision })',
    'await documents.write({ ...plan, uid, revision: (await documents.readWithUser(uid, orgIds)).revision })',
  ]),
  bug('a copy that was refused counts as done', [
    COPY,
    'if (await documents.write({ ...plan, uid, revision })) return { written: true, proven };',
    'await documents.write({ ...plan, uid, revision });\n    return { written: true, proven };',
  ]),
  bug('an entry stays when its membership is gone', [
    COPY,
    '({ orgId, data }) => !isDeepStrictEqual(',
    '({ orgId, data }) => data !== null && !isDeepStrictEqual(',
  ]),
  bug('a copy that fails is not delivered again', [
    MEMBERSHIP,
    'return copyMemberships({ ...engine, beforeCreate }, uid, [orgId]);',
    'return copyMemberships({ ...engine, beforeCreate }, uid, [orgId]).catch(() => ({ written: false, proven: {} }));',
  ]),
  bug('a deleted membership is nothing to follow', [
    MEMBERSHIP,
    'if (isDeepStrictEqual(entryOf(engine.orgs, before), entryOf(engine.orgs, after))) return false;',
    'if (after === null) return false;',
  ]),
  bug('a user without a document gets no entry', [
    COPY,
    "if (user === null) return { entries, memberships: wrong, kind: 'create' };",
    'if (user === null) return null;',
  ]),
  bug(
    'a map that was edited by hand is believed',
    [FOLLOW, HEALED, '{}'],
    [SYNC, 'await proveEntries(engine, uid, seen, proven)', 'NOTHING_COPIED'],
  ),
  bug('a map that was edited by hand is healed by the handler of that edit alone', [
    SYNC,
    'await proveEntries(engine, uid, seen, proven)',
    'NOTHING_COPIED',
  ]),
  bug('a map that was edited by hand is healed where it changes the claims alone', [
    FOLLOW,
    HEALED,
    '{}',
  ]),
  bug('a map that is healed has been believed already', [
    SYNC,
    '    if (copied.written) continue;\n',
    '',
  ]),
  bug('what proves an entry proves the next one of its organisation', [
    COPY,
    'Object.hasOwn(proven, orgId) && isDeepStrictEqual(proven[orgId], entryIn(user, orgId))',
    'Object.hasOwn(proven, orgId)',
  ]),
  bug('the entries of a deleted document are forgotten', [
    COPY,
    'const differing = differingOrgs(before, after).filter(isOrgId);',
    'const differing = after === null ? [] : differingOrgs(before, after).filter(isOrgId);',
  ]),
  bug('only entries that were added by hand are healed', [
    COPY,
    'const differing = differingOrgs(before, after).filter(isOrgId);',
    'const differing = differingOrgs(before, after).filter((id) => isOrgId(id) && entryIn(after, id) !== null);',
  ]),
  bug('an edit of the memberships alone counts as one that changes no access', [
    FOLLOW,
    '  ...(roles.orgs === undefined ? [] : [orgs]),\n',
    '',
  ]),
  bug('a membership that was taken back leaves no trace, though a token may carry it', [
    PLAN,
    'a.grant.expiresAt === b.grant.expiresAt && isSameJson(claimedBy(a.additional), claimedBy(b.additional))',
    'a.grant.expiresAt === b.grant.expiresAt',
  ]),
  bug('the marker is silent about a membership that cannot be read', [
    ORGS,
    '    if (read.problem !== null) {',
    '    if (read.problem !== null && role !== null) {',
  ]),
  bug('a membership that cannot be read keeps its former role', [
    COPY,
    '({ orgId, data }) => !isDeepStrictEqual(',
    "({ orgId, data }) => data?.role !== 'Editor ' && !isDeepStrictEqual(",
  ]),

  bug('the client refreshes once, whatever the outcome', [
    LOOP,
    'while (!stopped && task.isBehind()) {',
    'for (let first = true; first && !stopped && task.isBehind(); first = false) {',
  ]),
  bug('the client refreshes whenever it hears of the marker', [
    STATE,
    'tokenVersion(state) < markerVersion(state)) ||',
    'tokenVersion(state) <= markerVersion(state)) ||',
  ]),
  bug('the client listens for grants only', [
    STATE,
    'tokenVersion(state) < markerVersion(state)) ||',
    'tokenVersion(state) < markerVersion(state) && state.marker?.role != null) ||',
  ]),
  bug('the client compares times of different clocks', [
    STATE,
    'tokenVersion(state) < markerVersion(state)) ||',
    'tokenVersion(state) / 1e6 < Math.floor(markerVersion(state) / 1e6)) ||',
  ]),
  bug('the client takes the first marker for the last', [
    STATE,
    '  if (fromCache && state.confirmed) return withoutListener(state);',
    '  if (state.marker !== null) return { ...state, source, confirmed: true, listenerError: null };',
  ]),
  bug(
    'the client takes the token from before the exchange for the one after',
    [SESSION, '    await this.#readToken();\n', ''],
    [SESSION, '    this.#user = user;\n    void this.#readToken();\n', '    this.#user = user;\n'],
  ),
  bug('the client gives up at the first error', [
    LOOP,
    'if (!(await task.exchange(urgent))) return;',
    'if (failures > 0) return;\n      if (!(await task.exchange(urgent))) return;',
  ]),
  bug('the client ignores that the account is disabled', [
    CLIENT_PLAN,
    "  if (marker?.disabled) return 'disabled';\n",
    '',
  ]),
  bug('the client never asks for lost claims', [
    SYNC_REQUEST,
    'if (busy || wanted === null || wanted === done) return;',
    'if (busy || wanted !== undefined) return;',
  ]),
];
