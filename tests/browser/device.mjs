// What a browser has kept of the circles on its own disk, read past the client.

/** Every record, by store. */
export function storedRecords({ page }) {
  return page.evaluate(async () => {
    const settled = (request) =>
      new Promise((done, fail) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => fail(request.error);
      });
    const db = await settled(indexedDB.open("app"));
    const names = [...db.objectStoreNames];
    const kept = {};
    if (names.length > 0) {
      const asked = db.transaction(names);
      const all = await Promise.all(names.map((name) => settled(asked.objectStore(name).getAll())));
      for (const [at, name] of names.entries()) kept[name] = all[at];
    }
    db.close();
    return kept;
  });
}

/** The words of what was read in a circle and is kept, oldest first. */
export const storedMessages = async (user, { id }) =>
  (await storedRecords(user)).circles
    .filter((circle) => circle.id === id)
    .flatMap(({ messages }) => messages.map(({ body }) => body));

export const storedDraft = async (user, { id }) =>
  (await storedRecords(user)).drafts.find(({ circle }) => circle === id)?.text;

export const storedUnsent = async (user) =>
  (await storedRecords(user)).unsent.map(({ body }) => body);
