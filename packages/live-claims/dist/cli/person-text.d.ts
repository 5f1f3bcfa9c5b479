import type { PersonView } from './look-at-person.js';
import type { Paint } from './terminal.js';
interface Setting {
    /** Where the person is, for the headline. */
    readonly place: string;
    /** Milliseconds since the Unix epoch. */
    readonly now: number;
    readonly paint: Paint;
}
/** A person as `show` prints it: four parts, aligned, and then what is wrong; line by line. */
export declare function personText(view: PersonView, setting: Setting): readonly string[];
/** Whether it is Firebase Auth alone that keeps the person out. */
export declare function isClosedElsewhere({ account, document }: PersonView): boolean;
export {};
