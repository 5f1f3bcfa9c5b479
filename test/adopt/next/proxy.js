import { signInPath } from 'live-claims/core';
import { NextResponse } from 'next/server';
import { access, mayRead } from './access.js';

/** Against any other refusal signing in does not help: the sign-in page would lead back here, without end. */
const SIGN_IN_HELPS = ['signed-out', 'token-stale'];

export async function proxy(request) {
  const { session, refusal } = await access.verifySession(request, mayRead);
  if (session) return NextResponse.next();
  if (SIGN_IN_HELPS.includes(refusal.reason)) {
    return NextResponse.redirect(new URL(signInPath('/sign-in', request.url), request.url));
  }
  return NextResponse.rewrite(new URL(`/refused?because=${refusal.reason}`, request.url));
}

export const config = { matcher: '/board/:path*' };
