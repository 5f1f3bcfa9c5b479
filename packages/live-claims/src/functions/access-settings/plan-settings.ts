import {
  type AccessSettings,
  isTimestamp,
  type Milliseconds,
  readAccessSettings,
  type Seconds,
  type SetAccessSettingsRequest,
  secondsOf,
  timestampAt,
} from '../../core/index.ts';

/** What to write to `settings/access`; an absent field stays as it stands there. */
export interface AccessSettingsFields {
  readonly lockdown: boolean;
  /** Whole seconds since the Unix epoch; null for none. */
  readonly minimumAuthTime?: Seconds | null;
}

export type AccessSettingsPlan =
  | { readonly outcome: 'already-so'; readonly after: AccessSettings }
  | {
      readonly outcome: 'write';
      readonly fields: AccessSettingsFields;
      readonly before: AccessSettings;
      readonly after: AccessSettings;
    }
  /**
   * The lockdown cannot be lifted, since the minimum is unreadable or in the future, and the request has
   * no new one. Without it, sessions that should be refused would be accepted again.
   */
  | { readonly outcome: 'minimum-unclear' };

/**
 * Decides what a request makes of the settings in `settings/access`. A lockdown that
 * cannot be read counts as one, and is written down as one by whatever is turned.
 *
 * @param data the document's fields; null when there is none.
 * @param now in milliseconds since the Unix epoch.
 */
export function planAccessSettings(
  data: Readonly<Record<string, unknown>> | null,
  request: Pick<SetAccessSettingsRequest, 'lockdown' | 'minimumAuthTime'>,
  now: Milliseconds,
): AccessSettingsPlan {
  const stored = data?.lockdown ?? false;
  const lockdown = request.lockdown ?? (typeof stored === 'boolean' ? stored : true);
  const minimum = minimumOf(request, now);
  const fields = { lockdown, ...(minimum !== undefined && { minimumAuthTime: minimum }) };
  const after = readAccessSettings({ ...data, ...asStored(fields) }, now);
  if (after.lockdown !== lockdown) return { outcome: 'minimum-unclear' };
  if (isWritten(data, fields)) return { outcome: 'already-so', after };
  return { outcome: 'write', fields, before: readAccessSettings(data, now), after };
}

/** The current whole second, in which sign-ins are counted, so that the next one is not before it. */
function minimumOf(
  { minimumAuthTime }: Pick<SetAccessSettingsRequest, 'minimumAuthTime'>,
  now: Milliseconds,
): number | null | undefined {
  return minimumAuthTime === 'now' ? secondsOf(now) : minimumAuthTime;
}

/** Whether the document has exactly these settings. An absent one is off. */
function isWritten(
  data: Readonly<Record<string, unknown>> | null,
  { lockdown, minimumAuthTime }: AccessSettingsFields,
): boolean {
  const { lockdown: storedLockdown = false, minimumAuthTime: stored = null } = data ?? {};
  const storedMinimum = isTimestamp(stored) && stored.nanoseconds === 0 ? stored.seconds : stored;
  return (
    storedLockdown === lockdown &&
    (minimumAuthTime === undefined || storedMinimum === minimumAuthTime)
  );
}

function asStored({ minimumAuthTime, ...fields }: AccessSettingsFields) {
  if (minimumAuthTime == null) return { ...fields, ...(minimumAuthTime === null && NO_MINIMUM) };
  return { ...fields, minimumAuthTime: timestampAt(minimumAuthTime) };
}

const NO_MINIMUM = { minimumAuthTime: null };
