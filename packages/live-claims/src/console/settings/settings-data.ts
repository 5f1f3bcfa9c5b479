import {
  type AccessSettings,
  CALLABLES,
  readAccessSettings,
  type SetAccessSettingsRequest,
} from '../../core/index.ts';
import type { Call } from '../console-context.tsx';

export function readSettings(data: unknown): AccessSettings {
  return readAccessSettings(data, Date.now());
}

/** Changes the access settings; resolves once they are in force. */
export async function setAccessSettings(
  call: Call,
  request: SetAccessSettingsRequest,
): Promise<void> {
  await call(CALLABLES.setAccessSettings, request);
}
