/** Claims of an ID token beside those that say who it is for. */
export type Claims = Readonly<Record<string, unknown>>;

/** An unsigned ID token, as the emulator takes it. */
export function unsignedToken(projectId: string, uid: string, claims: Claims): string {
  const payload = {
    iss: `https://securetoken.google.com/${projectId}`,
    aud: projectId,
    sub: uid,
    user_id: uid,
    ...claims,
  };
  return `${HEADER}.${encode(payload)}.`;
}

const encode = (data: object) => Buffer.from(JSON.stringify(data)).toString('base64url');
const HEADER = encode({ alg: 'none', typ: 'JWT' });
