export { main } from '../lab/main.ts';
