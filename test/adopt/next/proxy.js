import { signInPath } from 'live-claims/core';
import { NextResponse } from 'next/server';
import { access, mayRead } from './access.js';

export async function proxy(request) {
  const { session } = await access.verifySession(request, mayRead);
  if (session) return NextResponse.next();
  return NextResponse.redirect(new URL(signInPath('/sign-in', request.url), request.url));
}

export const config = { matcher: '/board/:path*' };
