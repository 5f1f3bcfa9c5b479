import { isDenial, isDeniedResponse } from './denial.ts';

/** The claims that an operation ran with. */
export interface ClaimsMark {
  readonly uid: string;
  readonly version: number;
}

/**
 * Runs the operation; when it is refused and `renewed` says that the same account now has newer
 * claims than the operation started with, runs it once more. Otherwise the first outcome stands.
 */
export async function withFreshClaims<Result>(
  operation: () => Promise<Result>,
  mark: () => ClaimsMark | null,
  renewed: (since: ClaimsMark) => Promise<boolean>,
): Promise<Result> {
  const since = mark();
  const helps = async () => since !== null && (await renewed(since));
  try {
    const result = await operation();
    if (!isDeniedResponse(result) || !(await helps())) return result;
  } catch (error) {
    if (!isDenial(error) || !(await helps())) throw error;
  }
  return operation();
}
