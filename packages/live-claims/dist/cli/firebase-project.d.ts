/** What `firebase.json` and `.firebaserc` say about the emulators and the rules of an app. */
export interface FirebaseProject {
    /** Address of the emulator hub, as `127.0.0.1:4400`. */
    readonly hub: string;
    /** The project that the emulators run as unless told otherwise. */
    readonly projectId: string;
    /** Path of the security rules of Firestore. */
    readonly rulesFile: string;
}
/**
 * Reads the Firebase project that a folder belongs to: `firebase.json` is looked for there and in the folders
 * above, as firebase-tools does. Where there is none, or it cannot be read, the defaults of firebase-tools come
 * back. Never throws.
 *
 * @param folder where to begin.
 * @default process.cwd()
 * @example
 * const { hub } = findFirebaseProject();
 */
export declare function findFirebaseProject(folder?: string): FirebaseProject;
