import { describe, expect, it } from 'vitest';
import { closedRules, formerIn, type ReleasedRules, switchRules } from './lockdown-by-rules.ts';

const OWN = "rules_version = '2';\nservice cloud.firestore {}";

/** A project's rulesets, the way Google keeps them: each for good, one in force. */
function project(inForce = OWN) {
  const rulesets = new Map([['r0', inForce]]);
  let current = 'r0';
  const rules: ReleasedRules = {
    current: async () => ({ name: current, text: rulesets.get(current) ?? '' }),
    release: async (text) => {
      current = `r${rulesets.size}`;
      rulesets.set(current, text);
    },
    releaseFormer: async (name) => {
      if (!rulesets.has(name)) {
        throw Object.assign(new Error('gone'), { code: 'security-rules/not-found' });
      }
      current = name;
    },
  };
  return { rules, rulesets, text: () => rulesets.get(current) ?? '' };
}

describe('a lockdown by rules', () => {
  it('refuses everyone, and its end brings the very rules of before back', async () => {
    const { rules, text } = project();
    expect(await switchRules(rules, true)).toBe(true);
    expect(text()).toContain('allow read, write: if false;');
    expect(text().match(/allow/g)).toHaveLength(1);
    expect(await switchRules(rules, false)).toBe(true);
    expect(text()).toBe(OWN);
  });

  it('switched on twice does not forget the rules of before', async () => {
    const { rules, text } = project();
    await switchRules(rules, true);
    expect(await switchRules(rules, true)).toBe(false);
    await switchRules(rules, false);
    expect(text()).toBe(OWN);
  });

  it('that is not on has no end', async () => {
    const { rules, text } = project();
    expect(await switchRules(rules, false)).toBe(false);
    expect(text()).toBe(OWN);
  });

  it('says so when the rules of before are gone', async () => {
    const { rules, rulesets, text } = project();
    await switchRules(rules, true);
    rulesets.delete('r0');
    await expect(switchRules(rules, false)).rejects.toMatchObject({ code: 'cannot-apply' });
    expect(formerIn(text())).toBe('r0');
  });

  it('knows no other rules as its own', () => {
    expect(formerIn(OWN)).toBeNull();
    expect(formerIn(closedRules('abc-1'))).toBe('abc-1');
  });
});
