import type { Response } from 'express';
import type { RefusalDetails } from '../../core/index.js';
import { type Html } from './html.js';
import type { Handler } from './route-requests.js';
/** Where the style is: a file of the same origin, which Hosting's own policy lets in as well. */
export declare const STYLE_PATH = "/pages/style.css";
/** `GET /api/pages/style.css`: the same for everybody, so anybody may keep it. */
export declare const answerStyle: Handler;
/** Answers with a page that nobody keeps. */
export declare function answerPage(response: Response, status: number, title: string, body: Html): void;
/** Tells a person why they do not see the page, and where to go from here. */
export declare function refuseAsPage(response: Response, details: RefusalDetails): void;
