import type { PostText } from './posts-data.ts';

let owner: string | null = null;
let texts = new Map<string, PostText>();

/**
 * What the person has written and not saved, by post. Closing the dialog by mistake loses nothing,
 * nor does a lockdown, which takes the whole screen away; another person starts with nothing.
 */
export function unsavedOf(uid: string): Map<string, PostText> {
  if (uid !== owner) texts = new Map();
  owner = uid;
  return texts;
}
