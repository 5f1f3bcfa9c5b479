import { NextResponse } from 'next/server';

export function proxy(request) {
  if (request.cookies.has('__session')) return NextResponse.next();
  const signIn = new URL('/sign-in', request.url);
  signIn.searchParams.set('next', request.nextUrl.pathname);
  return NextResponse.redirect(signIn);
}

export const config = { matcher: '/desk/:path*' };
