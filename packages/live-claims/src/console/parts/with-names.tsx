import { partsOf } from './names.ts';

/** A sentence with the names that `isolated` marked: whatever is in one, the words around it stay in order. */
export function WithNames({ children }: { children: string }) {
  return partsOf(children).map(({ text, isName }, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence have no other identity.
    isName ? <bdi key={index}>{text}</bdi> : text,
  );
}
