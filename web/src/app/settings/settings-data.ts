import type { FirebaseApp } from 'firebase/app';
import { type DocumentReference, doc, type Firestore } from 'firebase/firestore';
import {
  type AccessSettings,
  CALLABLES,
  readAccessSettings,
  type SetAccessSettingsRequest,
} from 'live-claims/core';
import { callFunction } from '../../call-function.ts';
import { ACCESS_SETTINGS_PATH } from '../paths.ts';

export function settingsDocument(firestore: Firestore): DocumentReference {
  return doc(firestore, ACCESS_SETTINGS_PATH);
}

export function readSettings(data: unknown): AccessSettings {
  return readAccessSettings(data, Date.now());
}

/** Changes the access settings; resolves once they are in force. */
export async function setAccessSettings(
  app: FirebaseApp,
  request: SetAccessSettingsRequest,
): Promise<void> {
  await callFunction(app, CALLABLES.setAccessSettings, request);
}
