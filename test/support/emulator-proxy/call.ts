/** One request on its way through the proxy. */
export interface EmulatorCall {
  readonly service: 'auth' | 'firestore';
  /**
   * Of Auth the last part of the path (`accounts:lookup`, `accounts:update`, `token`), of Firestore
   * the RPC (`BatchGetDocuments`, `Commit`, `Listen`).
   */
  readonly name: string;
  /** What was asked: Auth's JSON or form, Firestore's first message with bytes as base64. */
  readonly message: Readonly<Record<string, unknown>>;
  /** The caller's end of the connection, by which processes on this machine can be told apart. */
  readonly port: number;
}
