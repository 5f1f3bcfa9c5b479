import type { GrantRefusal } from '@live-claims/contract';

/** Why a change out of many was not made, for whoever reads it later. */
export const REFUSAL_SENTENCES: Readonly<Record<GrantRefusal | 'no-such-person', string>> = {
  'not-allowed': 'Whoever asked for it may not change roles.',
  'own-role': 'Nobody can change their own role.',
  'rank-too-low': 'Both the person and the role must be below the rank of whoever asks for it.',
  'last-owner': 'This is the last owner without an end. Make somebody else one first.',
  'no-such-person': 'There is no such person.',
};
