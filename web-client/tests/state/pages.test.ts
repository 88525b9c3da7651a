// Lists that the server ends at a bound of bytes: they are read to their end, without
// gaps and without doubles.

import { expect, test } from "vitest";
import { Refused } from "../../src/net/refused";
import type { AnswerTo } from "../../src/protocol/answers";
import type { Evidence, LeftView, OpenedCase, Reply, Request } from "../../src/protocol/wire";
import type { Requester } from "../../src/state/requester";
import { Held } from "../../src/state/held.svelte";
import { createLeftCircles } from "../../src/state/left-circles";
import { distinct, readAll, type Page } from "../../src/state/pages";
import { membersOf, rosterOf } from "../../src/state/people-lists";
import { OwnQueue } from "../../src/state/queue.svelte";

const gone = new Refused({ code: "not_found", message: "Not found." });

/** Answers by these in turn, and keeps what was asked. */
class Answers implements Requester {
  readonly online = true;
  readonly asked: Request[] = [];
  readonly #answers: Reply[];

  constructor(...answers: Reply[]) {
    this.#answers = answers;
  }

  ask<R extends Request>(request: R): Promise<AnswerTo<R>> {
    this.asked.push(structuredClone(request));
    return Promise.resolve(this.#answers.shift() as AnswerTo<R>);
  }
}

const pagesOf =
  (pages: Record<string, Page<string> | Refused>) =>
  (after: string | null): Promise<Page<string>> => {
    const page = pages[after ?? "start"];
    return page instanceof Refused ? Promise.reject(page) : Promise.resolve(page as Page<string>);
  };

const itself = (item: string): string => item;

test("pages are read to the end, each from where the last one ended", async () => {
  const read = pagesOf({
    start: { items: ["a", "b"], hasMore: true },
    b: { items: ["c"], hasMore: true },
    c: { items: ["d"], hasMore: false },
  });
  expect(await readAll(read, itself)).toEqual(["a", "b", "c", "d"]);
});

test("where the place to go on from is gone, the reading begins again", async () => {
  let first = true;
  const read = (after: string | null): Promise<Page<string>> => {
    if (after !== null) return Promise.reject(gone);
    const page = first ? { items: ["a"], hasMore: true } : { items: ["b"], hasMore: false };
    first = false;
    return Promise.resolve(page);
  };
  expect(await readAll(read, itself)).toEqual(["b"]);
});

test("it does not begin again for ever, nor for what is refused at once", async () => {
  let asked = 0;
  const counted = (page: (after: string | null) => Promise<Page<string>>) => {
    asked = 0;
    return (after: string | null) => {
      asked += 1;
      return page(after);
    };
  };
  const lost = counted(pagesOf({ start: { items: ["a"], hasMore: true }, a: gone }));
  await expect(readAll(lost, itself)).rejects.toBe(gone);
  expect(asked).toBe(6);
  await expect(readAll(counted(pagesOf({ start: gone })), itself)).rejects.toBe(gone);
  expect(asked).toBe(1);
  const rateLimited = new Refused({ code: "rate_limited", message: "Please wait." });
  const slow = counted(pagesOf({ start: { items: ["a"], hasMore: true }, a: rateLimited }));
  await expect(readAll(slow, itself)).rejects.toBe(rateLimited);
  expect(asked).toBe(2);
});

test("what moved between two pages is in the list once", () => {
  expect(distinct(["a", "b", "a"], itself)).toEqual(["a", "b"]);
});

test("members of a circle are asked for until there are no more", async () => {
  const jo = { id: "jo", alias: "Jo", role: "member", present: true } as const;
  const server = new Answers(
    { type: "members", members: [jo], has_more: true },
    { type: "members", members: [{ ...jo, id: "sam", alias: "Sam" }], has_more: false },
  );
  const members = await membersOf(server, "c1");
  expect(members.map(({ id }) => id)).toEqual(["jo", "sam"]);
  expect(server.asked.map((request) => "after" in request && request.after)).toEqual([null, "jo"]);
});

test("a roster goes on among those who were there when they were read", async () => {
  const entry = {
    member: "jo",
    label: "Room 4",
    alias: null,
    invited_at: null,
    role: "member",
    joined_at: 1,
    present: true,
    suspended: false,
  } as const;
  const server = new Answers(
    { type: "roster", entries: [entry], has_more: true },
    { type: "roster", entries: [{ ...entry, member: "sam", present: false }], has_more: false },
  );
  const entries = await rosterOf((request) => server.ask(request), "c1", true);
  expect(entries.map(({ member }) => member)).toEqual(["jo", "sam"]);
  expect(server.asked[1]).toMatchObject({ former: true, after: { member: "jo", present: true } });
});

test("the people of a circle one has left may be on two pages", async () => {
  const left = (members: string[]): LeftView => ({
    circle: "c1",
    name: "Walkers",
    left_at: 1,
    reportable_until: 2,
    members: members.map((id) => ({ id, alias: id })),
  });
  const server = new Answers(
    { type: "left_circles", circles: [left(["jo", "sam"])], has_more: true },
    {
      type: "left_circles",
      circles: [left(["kim"]), { ...left([]), circle: "c2" }],
      has_more: false,
    },
  );
  const whole = await createLeftCircles(server as never).list();
  expect(whole.map(({ circle, members }) => [circle, members.map(({ id }) => id)])).toEqual([
    ["c1", ["jo", "sam", "kim"]],
    ["c2", []],
  ]);
  expect(server.asked[1]).toMatchObject({ after: { circle: "c1", member: "sam" } });
});

test("own messages that wait are put in order over all pages", async () => {
  const held = (id: string) => ({
    id,
    circle: "c1",
    body: id,
    reply_to: null,
    content_note: null,
    held_at: 1,
    not_posted: false,
  });
  const server = new Answers(
    { type: "held", messages: [held("c"), held("d")], has_more: true },
    { type: "held", messages: [held("a"), held("b")], has_more: false },
  );
  const own = new Held(Object.assign(server, { crossTab: { broadcast: () => {} } }) as never);
  own.load();
  await expect.poll(() => own.of("c1").map(({ id }) => id)).toEqual(["a", "b", "c", "d"]);
  expect(server.asked[1]).toMatchObject({ before: { circle: "c1", message: "c" } });
});

test("more of the words of a case is added to what was read", async () => {
  const copy = (message: string): Evidence => ({ message, body: message, sent_at: 1, taken_at: 1 });
  const opened = (evidence: Evidence[], has_more: boolean, reports: OpenedCase["reports"]) =>
    ({ evidence, has_more, reports, actions: [] }) as unknown as OpenedCase;
  const said = { reason: "other", statement: "Please look.", at: 1 } as const;
  const server = new Answers(
    { type: "case", opened: opened([copy("m1"), copy("m2")], true, [said]) },
    { type: "case", opened: opened([copy("m3")], false, []) },
  );
  const queue = new OwnQueue(Object.assign(server, { coordinator: false, circles: [] }) as never);
  const first = await queue.fetchCase("case", null);
  const whole = await queue.fetchCase("case", first);
  expect(whole.evidence.map(({ message }) => message)).toEqual(["m1", "m2", "m3"]);
  expect([whole.has_more, whole.reports.length]).toEqual([false, 1]);
  expect(server.asked).toMatchObject([{ skip: 0 }, { skip: 2 }]);
});
