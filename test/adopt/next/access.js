import { getApps, initializeApp } from 'firebase-admin/app';
import { liveClaimsServer, requires } from 'live-claims/server';
import config from './live-claims.config.js';

if (getApps().length === 0) initializeApp();

export const access = liveClaimsServer(config);
export const mayRead = requires('posts.read', { check: 'marker' });
export const mayWrite = requires('posts.write', { check: 'document' });
