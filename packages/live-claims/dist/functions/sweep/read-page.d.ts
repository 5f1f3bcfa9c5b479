import type { Project } from '../project.js';
import type { NewAccount } from '../provision/create-document.js';
import type { Cursor } from './cursor.js';
import type { Person } from './person.js';
/** Some people, and the way on. */
export interface Page {
    readonly people: readonly Person[];
    /** Accounts without a document and a marker, which no list shows. */
    readonly unlisted: readonly NewAccount[];
    /** The cursor after them; null when there is nobody left. */
    readonly next: Cursor | null;
}
/**
 * The people at the cursor, at most a hundred. Costs two document reads a person and a hundredth of
 * a `getUsers` call in the first pass; in the second a hundredth of a `listUsers` call, one
 * or two more reads an account, and a full look only at those who carry claims of ours and have no marker.
 *
 * Documents first, accounts after: the page can be out of date about somebody who is being changed
 * at this moment. It tells where to look, and every change looks again.
 */
export declare function readPage(project: Project, cursor: Cursor): Promise<Page>;
