export { createLiveClaimsReact } from './create-live-claims-react.js';
