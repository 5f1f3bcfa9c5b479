import type { PostStatus } from '../functions/src/post.ts';

export interface DemoPost {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly authorId: string;
  readonly status: PostStatus;
  /** How many hours before the seeding it was written. */
  readonly hoursAgo: number;
}

/** A small editorial team's board: enough to read, and drafts that only some may see. */
export const DEMO_POSTS: readonly DemoPost[] = [
  {
    id: 'welcome',
    title: 'Welcome to the newsroom',
    body: 'This is where we write together. Viewers read what is published, editors write drafts, admins publish and decide who may do what. Ask Amir if something is missing for you: it takes him one click, and you do not have to sign in again.',
    authorId: 'olivia',
    status: 'published',
    hoursAgo: 240,
  },
  {
    id: 'night-train',
    title: 'The night train is back',
    body: 'From December, a sleeper runs again between the coast and the capital: eleven hours, two conductors, and breakfast at the window while the hills come into view. We rode it on the first weekend.',
    authorId: 'edith',
    status: 'published',
    hoursAgo: 96,
  },
  {
    id: 'bread',
    title: 'Four loaves, one oven',
    body: 'Nadia bakes for half the street in an oven that was built for a family. Her trick is patience: the dough rises overnight on the cool stairs, and the first loaf goes in before the buses run.',
    authorId: 'edith',
    status: 'published',
    hoursAgo: 50,
  },
  {
    id: 'library',
    title: 'The library stays open on Sundays',
    body: 'After two years of trial, the council voted last night: Sunday opening is here to stay. Visitors asked for it most, and families came in the greatest numbers.',
    authorId: 'amir',
    status: 'published',
    hoursAgo: 26,
  },
  {
    id: 'river',
    title: 'Draft: who owns the river bank?',
    body: 'Three maps, three answers. Still missing: the surveyor’s letter of 1974, and a word from the rowing club. Do not publish before Thursday.',
    authorId: 'edith',
    status: 'draft',
    hoursAgo: 5,
  },
  {
    id: 'bees',
    title: 'Draft: bees on the town hall',
    body: 'Two hives, forty thousand newcomers, and a mayor who is afraid of them. Photographs follow.',
    authorId: 'edith',
    status: 'draft',
    hoursAgo: 2,
  },
];
