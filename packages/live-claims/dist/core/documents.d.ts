import * as v from 'valibot';
/** `users/{uid}` as the app shows it; the fields that decide access are read by `readGrant`. */
export declare const userSchema: v.ObjectSchema<{
    readonly email: v.SchemaWithFallback<v.NullishSchema<v.StringSchema<undefined>, null>, null>;
    readonly displayName: v.SchemaWithFallback<v.NullishSchema<v.StringSchema<undefined>, null>, null>;
    readonly photoURL: v.SchemaWithFallback<v.NullishSchema<v.StringSchema<undefined>, null>, null>;
    readonly createdAt: v.SchemaWithFallback<v.NullishSchema<v.CustomSchema<import("./timestamp.js").TimestampLike, v.ErrorMessage<v.CustomIssue> | undefined>, null>, null>;
    readonly updatedAt: v.SchemaWithFallback<v.NullishSchema<v.CustomSchema<import("./timestamp.js").TimestampLike, v.ErrorMessage<v.CustomIssue> | undefined>, null>, null>;
    readonly updatedBy: v.SchemaWithFallback<v.NullishSchema<v.StringSchema<undefined>, null>, null>;
}, undefined>;
export type UserProfile = v.InferOutput<typeof userSchema>;
/** The profile in unknown data; a field that cannot be read is null. */
export declare function parseUserProfile(data: unknown): UserProfile;
export declare const POST_STATUSES: readonly ['draft', 'published'];
export type PostStatus = (typeof POST_STATUSES)[number];
/** `posts/{id}`, the demo's content. */
export declare const postSchema: v.ObjectSchema<{
    readonly title: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MinLengthAction<string, 1, undefined>, v.MaxLengthAction<string, 200, undefined>]>;
    readonly body: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 10000, undefined>]>;
    readonly authorId: v.StringSchema<undefined>;
    readonly status: v.PicklistSchema<readonly ["draft", "published"], undefined>;
    readonly createdAt: v.NullableSchema<v.CustomSchema<import("./timestamp.js").TimestampLike, v.ErrorMessage<v.CustomIssue> | undefined>, undefined>;
    readonly updatedAt: v.NullableSchema<v.CustomSchema<import("./timestamp.js").TimestampLike, v.ErrorMessage<v.CustomIssue> | undefined>, undefined>;
}, undefined>;
export type Post = v.InferOutput<typeof postSchema>;
/** The post in unknown data; null when it cannot be read as one. */
export declare function parsePost(data: unknown): Post | null;
/** `invites/{id}`: a role waiting for whoever proves to own the e-mail address. */
export declare const inviteSchema: v.ObjectSchema<{
    readonly email: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.EmailAction<string, undefined>]>;
    readonly role: v.StringSchema<undefined>;
    readonly invitedBy: v.StringSchema<undefined>;
    readonly createdAt: v.CustomSchema<import("./timestamp.js").TimestampLike, v.ErrorMessage<v.CustomIssue> | undefined>;
    /** Null or absent: it does not expire. */
    readonly expiresAt: v.NullishSchema<v.CustomSchema<import("./timestamp.js").TimestampLike, v.ErrorMessage<v.CustomIssue> | undefined>, null>;
    readonly acceptedAt: v.NullableSchema<v.CustomSchema<import("./timestamp.js").TimestampLike, v.ErrorMessage<v.CustomIssue> | undefined>, undefined>;
    /** Account id of whoever took it. */
    readonly acceptedBy: v.NullishSchema<v.StringSchema<undefined>, null>;
    /**
     * Id of the sign-up that has got the role and whose account is not there yet; null for none. As long
     * as there is no such account, another sign-up with the address can have the invite.
     */
    readonly reservedFor: v.SchemaWithFallback<v.NullishSchema<v.StringSchema<undefined>, null>, null>;
}, undefined>;
export type Invite = v.InferOutput<typeof inviteSchema>;
/** The invite in unknown data; null when it cannot be read as one. */
export declare function parseInvite(data: unknown): Invite | null;
