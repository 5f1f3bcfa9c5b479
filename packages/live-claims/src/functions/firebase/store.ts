import type {
  CollectionReference,
  DocumentReference,
  DocumentSnapshot,
  Firestore,
} from 'firebase-admin/firestore';
import { type Names, type Paths, pathsOf, readFields, writeFields } from '../../core/index.ts';

/** The fields of a `users/{uid}` document under the default names; undefined when there is no document. */
export type UserData = Readonly<Record<string, unknown>> | undefined;

/** What is below an organisation. */
export interface OrgCollections {
  readonly members: CollectionReference;
  readonly invites: CollectionReference;
  /** What happened in it. */
  readonly audit: CollectionReference;
}

/**
 * The documents of live-claims in a database, under the names that the app gives them. The one place that
 * knows these names: everything else reads and writes the fields of `users/{uid}` under the default ones.
 *
 * @example
 * const store = new Store(getFirestore(), config);
 * const data = store.dataOf(await store.user(uid).get());
 * await store.user(uid).update(store.fieldsOf({ role: null }));
 */
export class Store {
  readonly db: Firestore;
  readonly names: Names;
  readonly paths: Paths;

  constructor(db: Firestore, { collections, fields }: Names) {
    this.db = db;
    this.names = { collections, fields };
    this.paths = pathsOf(collections);
  }

  get users(): CollectionReference {
    return this.db.collection(this.names.collections.users);
  }

  get markers(): CollectionReference {
    return this.db.collection(this.names.collections.markers);
  }

  get audit(): CollectionReference {
    return this.db.collection(this.names.collections.audit);
  }

  get invites(): CollectionReference {
    return this.db.collection(this.names.collections.invites);
  }

  get jobs(): CollectionReference {
    return this.db.collection(this.names.collections.jobs);
  }

  get settings(): DocumentReference {
    return this.db.doc(this.paths.settings);
  }

  /** @throws {TypeError} for what is no account id. */
  user(uid: string): DocumentReference {
    return this.db.doc(this.paths.user(uid));
  }

  /** @throws {TypeError} for what is no account id. */
  marker(uid: string): DocumentReference {
    return this.db.doc(this.paths.marker(uid));
  }

  get rows(): CollectionReference {
    return this.db.collection(this.names.collections.directory);
  }

  /** The row of a person in the directory. @throws {TypeError} for what is no account id. */
  row(uid: string): DocumentReference {
    return this.db.doc(this.paths.row(uid));
  }

  /** What the sessions of a person have taken. @throws {TypeError} for what is no account id. */
  clients(uid: string): CollectionReference {
    return this.db.collection(this.paths.clients(uid));
  }

  /** The membership of a person in an organisation. @throws {TypeError} when one of the two is no id. */
  member(orgId: string, uid: string): DocumentReference {
    return this.db.doc(this.paths.member(orgId, uid));
  }

  /**
   * The collections below an organisation.
   *
   * @throws {TypeError} for what is no id of an organisation.
   */
  ofOrg(orgId: string): OrgCollections {
    const { members, invites, audit } = this.paths.ofOrg(orgId);
    const { db } = this;
    return {
      members: db.collection(members),
      invites: db.collection(invites),
      audit: db.collection(audit),
    };
  }

  job(jobId: string): DocumentReference {
    return this.db.doc(this.paths.job(jobId));
  }

  /** The fields of a `users/{uid}` document, under the default names. */
  dataOf(snapshot: DocumentSnapshot | undefined): UserData {
    const data = snapshot?.data();
    return data && readFields(this.names.fields, data);
  }

  /** Fields under the default names, as `users/{uid}` has them. */
  fieldsOf(data: Readonly<Record<string, unknown>>): Record<string, unknown> {
    return writeFields(this.names.fields, data);
  }
}
