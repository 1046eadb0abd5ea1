/** Each brings a journal from the version of its index to the next; never edited once released, only added to. */
export const migrations: readonly string[] = [
  `CREATE TABLE events (
     seq INTEGER PRIMARY KEY,
     at INTEGER NOT NULL,
     type TEXT NOT NULL,
     body TEXT NOT NULL
   ) STRICT`,
];
