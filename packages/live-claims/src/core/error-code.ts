/** The `code` of anything that was thrown: Firebase's are strings, those of gRPC numbers; undefined for none. */
export const errorCode = (error: unknown): unknown =>
  (error as { readonly code?: unknown } | null | undefined)?.code;
