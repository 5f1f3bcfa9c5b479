/**
 * Where the functions run, and so where their queue is. Keep it beside the database: every step of a
 * sync is a round trip to it.
 */
export const REGION = 'us-central1';
