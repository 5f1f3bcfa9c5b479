import { initializeApp } from 'firebase/app';
import { getAuth } from 'firebase/auth';
import { getFirestore } from 'firebase/firestore';
import { getFunctions } from 'firebase/functions';
import { createLiveClaims } from 'live-claims/web';
import { renderToStaticMarkup } from 'react-dom/server';
import config from './live-claims.config.js';
import { Can, LiveClaimsProvider, useLiveClaims } from './web.js';

const app = initializeApp({ projectId: 'demo-adopter', apiKey: 'any', appId: 'any' });
const services = {
  auth: getAuth(app),
  firestore: getFirestore(app),
  functions: getFunctions(app),
};

function Page() {
  return (
    <p>
      {useLiveClaims().status}
      <Can permission="audit.read">Audit log</Can>
    </p>
  );
}

/** The page as a server would send it. */
export function render(): string {
  const claims = createLiveClaims({ ...services, config });
  return renderToStaticMarkup(
    <LiveClaimsProvider client={claims}>
      <Page />
    </LiveClaimsProvider>,
  );
}
