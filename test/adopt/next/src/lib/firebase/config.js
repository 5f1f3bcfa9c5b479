export const firebaseConfig = { apiKey: 'demo', projectId: 'demo-live-claims', appId: 'demo' };
