import { createDevtools } from 'live-claims/devtools';
import { LiveClaimsDevtools } from 'live-claims/devtools-react';
import { useLiveClaimsClient } from '../app/live-claims.ts';

/** Between the client and Firebase, in development builds only. */
export const devtools = createDevtools();

export default function Devtools() {
  // Above the navigation of a phone.
  return <LiveClaimsDevtools client={useLiveClaimsClient()} devtools={devtools} bottom="4rem" />;
}
