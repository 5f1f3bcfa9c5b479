import { additionalClaims } from '../web/additional-claims.ts';
import type { AdditionalOf, LiveClaims } from '../web/types.ts';
import { orgConfig } from './org-config.ts';
import { World } from './world.ts';

type Codes = Readonly<Record<string, string>>;

/** One browser, whose user is signed in and has these roles in organisations, by their codes. */
export class OrgWorld extends World {
  #version = 10;

  constructor() {
    super({ additional: additionalClaims(orgConfig) });
  }

  static async of(codes: Codes): Promise<OrgWorld> {
    const world = new OrgWorld();
    const additionalClaims = { o: codes };
    await world.signedIn('ada', { role: 'reader', version: 10, additionalClaims });
    return world;
  }

  /** The client under the types of its organisations. */
  get member(): LiveClaims<never, never, AdditionalOf<typeof orgConfig>> {
    return this.client as never;
  }

  /** The user has these roles from now on, and the client has heard of it. */
  async become(codes: Codes): Promise<void> {
    this.#version += 10;
    this.backend.edit('ada', 'reader', this.#version, { additionalClaims: { o: codes } });
    await this.after(3_000);
  }
}
