import { codeOf } from './auth-errors.ts';

/** `permission-denied`, `functions/unauthenticated`, `storage/unauthorized`, and their like. */
const DENIED_CODE = /(^|\/)(permission-denied|unauthenticated|unauthorized)$/;
const DENIED_STATUS = [401, 403];

/**
 * Whether an error of Firestore, Storage, a callable or an HTTP client says that access is refused.
 * A refused operation has had no effect, so it may be run again.
 */
export function isDenial(error: unknown): boolean {
  const { status, response } = (error ?? {}) as { status?: unknown; response?: unknown };
  const code = (status ?? (response as { status?: unknown } | undefined)?.status) as number;
  return DENIED_CODE.test(codeOf(error)) || DENIED_STATUS.includes(code);
}

/** Whether an operation's result is a fetch `Response` that refuses access. */
export function isDeniedResponse(result: unknown): boolean {
  return typeof Response !== 'undefined' && result instanceof Response && isDenial(result);
}
