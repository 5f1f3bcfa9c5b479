import type { TestUser } from '../../support/admin.ts';
import { type Client, signIn } from '../../support/client.ts';
import type { ChaosContext } from '../chaos-case.ts';
import { Member } from '../member.ts';

/**
 * Runs with a fresh person whose client is open, and closes it however that ends.
 *
 * @param connect signs the person in; right at the emulators unless given.
 */
export async function withMember<T>(
  { broker }: ChaosContext,
  role: string,
  use: (member: Member) => Promise<T>,
  connect: (person: TestUser) => Promise<Client> = signIn,
): Promise<T> {
  const member = await Member.open(broker, role, connect);
  try {
    return await use(member);
  } finally {
    await member.close();
  }
}
