/** Where the stack that `npm test` started is to be found. */
export interface StackAddress {
  readonly projectId: string;
  /** `host:port` of each emulator. */
  readonly auth: string;
  readonly firestore: string;
  readonly functions: string;
  readonly hosting: string;
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') {
    throw new Error(
      `${name} is not set: these tests need the local stack. Run them with "npm test".`,
    );
  }
  return value;
}

export const stack: StackAddress = {
  projectId: required('GCLOUD_PROJECT'),
  auth: required('FIREBASE_AUTH_EMULATOR_HOST'),
  firestore: required('FIRESTORE_EMULATOR_HOST'),
  functions: required('LIVE_CLAIMS_FUNCTIONS_HOST'),
  hosting: required('LIVE_CLAIMS_HOSTING_HOST'),
};
