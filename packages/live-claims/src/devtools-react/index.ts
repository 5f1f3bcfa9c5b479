export { LiveClaimsDevtools, type LiveClaimsDevtoolsProps } from './live-claims-devtools.tsx';
