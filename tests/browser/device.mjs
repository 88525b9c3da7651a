// What a browser has kept of the circles on its own disk, read past the client.

/** Every record, by store. */
export function device({ page }) {
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
export const wordsKept = async (person, { id }) =>
  (await device(person)).circles
    .filter((circle) => circle.id === id)
    .flatMap(({ messages }) => messages.map(({ body }) => body));

export const draftKept = async (person, { id }) =>
  (await device(person)).drafts.find(({ circle }) => circle === id)?.text;

export const unsentKept = async (person) => (await device(person)).unsent.map(({ body }) => body);
