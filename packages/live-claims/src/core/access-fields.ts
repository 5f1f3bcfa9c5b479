import { claimFieldsOf } from './additional-claims.ts';
import type { RoleTable } from './roles.ts';

/**
 * The fields of `users/{uid}` that decide about access, or name the author of a change and its entry in
 * the audit log. Only Cloud Functions, the Admin SDK and the Firebase console may write them: rules that
 * let users edit their own document have to exclude these (`changesAccess()` in firestore.rules).
 *
 * @example const changesAccess = accessFieldsOf(config).some((field) => field in edit);
 */
export function accessFieldsOf({
  fields,
  claims,
  orgs,
}: Pick<RoleTable, 'fields' | 'claims' | 'orgs'>): readonly string[] {
  const { role, expiresAt, disabled, sessionsRevokedAt, changeId, updatedBy } = fields;
  const always = [role, expiresAt, disabled, sessionsRevokedAt, changeId, updatedBy];
  return [...always, ...claimFieldsOf(claims), ...(orgs === undefined ? [] : [fields.orgs])];
}
