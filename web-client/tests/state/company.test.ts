// Who walks beside others: the board follows the news, a page comes at once and is
// answered once, private lines stand as the server says, and marks go with a message.

import { beforeEach, expect, test } from "vitest";
import type { Company } from "../../src/state/company-contract";
import type { App } from "../../src/state/contract";
import { TestDevice, say, walkers } from "../device";
import { cardOf, pageOf } from "../fake-company";
import { settle } from "../fake-clock";
import { FakeCircle } from "../fake-server";

let device: TestDevice;
let app: App;
let company: Company;

async function open(): Promise<void> {
  app = await device.open();
  await settle();
  company = app.company!;
}

beforeEach(() => {
  device = new TestDevice();
});

test("whoever has no office is no mentor, and asks for no pages", async () => {
  await open();
  expect(company.mentor).toBe(false);
  expect(company.mayBePaged).toBe(false);
  expect(device.server.askedFor("list_pages")).toEqual([]);
});

test("the board keeps the server's order and follows the news", async () => {
  device.server.company.mentor = true;
  device.server.company.board = [cardOf("p2"), cardOf("p1")];
  await open();
  await company.loadBoard();
  expect(company.board?.map(({ pairing }) => pairing)).toEqual(["p2", "p1"]);
  const news = company.boardNews;
  device.server.company.board = [cardOf("p1", { wants_call_since: 5 })];
  device.server.notify({ type: "board_changed" });
  await settle();
  expect(company.board).toMatchObject([{ pairing: "p1", wants_call_since: 5 }]);
  expect(company.boardNews).toBeGreaterThan(news);
});

test("who would like a call is known before anybody has looked at the board, and live", async () => {
  device.server.company.mentor = true;
  device.server.company.board = [cardOf("p1", { wants_call_since: 5 }), cardOf("p2")];
  await open();
  expect(company.wantCall).toMatchObject([{ pairing: "p1" }]);
  device.server.company.board = [cardOf("p1"), cardOf("p2")];
  device.server.notify({ type: "board_changed" });
  await settle();
  expect(company.wantCall).toEqual([]);
});

test("whoever is no mentor reads no board for the news", async () => {
  await open();
  device.server.notify({ type: "board_changed" });
  await settle();
  expect(device.server.askedFor("show_board")).toEqual([]);
});

test("what was noted, or ended, stands on the board at once", async () => {
  device.server.company.mentor = true;
  device.server.company.board = [cardOf("p1", { wants_call_since: 5 }), cardOf("p2")];
  await open();
  await company.loadBoard();
  await company.logOutreach("p1", "message", "reached");
  expect(company.board).toMatchObject([{ wants_call_since: null }, { pairing: "p2" }]);
  await company.endPairing("p1");
  expect(company.board).toMatchObject([{ pairing: "p2" }]);
});

test("the board goes with the office", async () => {
  device.server.company.mentor = true;
  device.server.company.board = [cardOf("p1")];
  await open();
  await company.loadBoard();
  device.server.company.mentor = false;
  device.server.notify({ type: "circles_changed" });
  await settle();
  expect(company.mentor).toBe(false);
  expect(company.board).toBeNull();
});

test("a page that came while nobody was here waits at the welcome", async () => {
  device.server.company.onCall = true;
  device.server.company.pages = [pageOf("h1"), pageOf("h0", { state: "ended" })];
  await open();
  expect(company.waiting).toMatchObject([{ id: "h1" }]);
});

test("a page stands there with its notice, and goes when somebody else replies", async () => {
  await open();
  device.server.notify({ type: "paged", page: pageOf("h1") });
  await settle();
  expect(company.waiting).toMatchObject([{ id: "h1", who: "Alex" }]);
  device.server.notify({ type: "paged", page: pageOf("h1", { state: "taken" }) });
  await settle();
  expect(company.waiting).toEqual([]);
  expect(company.taken).toMatchObject({ who: "Alex" });
  company.takenSeen();
  expect(company.taken).toBeNull();
});

test("pages go with the office, in a page that is open too", async () => {
  device.server.company.onCall = true;
  device.server.company.pages = [pageOf("h1")];
  await open();
  expect(company.waiting).toHaveLength(1);
  device.server.company.onCall = false;
  device.server.notify({ type: "circles_changed" });
  await settle();
  expect(company.mayBePaged).toBe(false);
  expect(company.waiting).toEqual([]);
});

test("a page of somebody one no longer walks beside goes at once", async () => {
  device.server.company.mentor = true;
  device.server.company.pages = [pageOf("h1")];
  await open();
  expect(company.waiting).toHaveLength(1);
  device.server.company.pages = [];
  device.server.notify({ type: "board_changed" });
  await settle();
  expect(company.waiting).toEqual([]);
});

test("whoever has waited longest stands first, while others come", async () => {
  await open();
  for (const [id, asked_at] of [
    ["h1", 5],
    ["h2", 9],
    ["h3", 7],
  ] as const)
    device.server.notify({ type: "paged", page: pageOf(id, { asked_at }) });
  await settle();
  expect(company.waiting.map(({ id }) => id)).toEqual(["h1", "h3", "h2"]);
});

test("who replies gets the line of the two; who comes second is told", async () => {
  device.server.company.onCall = true;
  device.server.company.pages = [pageOf("h1")];
  await open();
  expect(await company.acknowledge("h1")).toBe("l1");
  expect(company.waiting).toEqual([]);
  await expect(company.acknowledge("h1")).rejects.toThrow("already");
  expect(company.pages).toMatchObject([{ state: "yours" }]);
});

test("a private line has the other's name, and its standing comes with the welcome", async () => {
  const line = new FakeCircle("l1", "Private line");
  const jo = line.members[1]!;
  device.server.circles.push(line);
  device.server.company.lines.set("l1", { state: "asked", with: jo });
  await open();
  expect(app.circle("l1")).toMatchObject({ name: "Jo", line: { state: "asked" } });
  expect(walkers(app).line).toBeNull();
  await company.acceptLine("l1");
  expect(app.circle("l1")?.line?.state).toBe("open");
  device.networked = false;
  device.server.reachable = false;
  app = await device.reload();
  expect(app.circle("l1")).toMatchObject({ name: "Jo", line: { state: "open" } });
});

test("words go with a request under an id of their own; without words there is none", async () => {
  await open();
  await company.openLine({ type: "of_circle", circle: "c1", member: "jo" }, "Hi");
  await company.openLine({ type: "of_pairing", pairing: "p1" }, null);
  const [asked, direct] = device.server.askedFor("open_line");
  expect(asked).toMatchObject({ body: "Hi", with: { member: "jo" } });
  expect(asked?.id).not.toBeNull();
  expect(direct).toMatchObject({ id: null, body: null });
});

test("the same words tried again keep their id, so that they are said once", async () => {
  await open();
  const to = { type: "of_circle", circle: "c1", member: "jo" } as const;
  device.server.refusals.push(["open_line", { code: "unavailable", message: "Later." }]);
  await expect(company.openLine(to, "Hi")).rejects.toThrow();
  await company.openLine(to, "Hi");
  await company.openLine(to, "Hi");
  const [lost, again, later] = device.server.askedFor("open_line");
  expect(again?.id).toBe(lost?.id);
  expect(later?.id).not.toBe(again?.id);
});

test("a mark goes with one message and not with the next", async () => {
  await open();
  const circle = walkers(app);
  circle.threads.win = circle.threads.daily = true;
  await say(circle, "Slept well.", "And you?");
  await settle();
  expect(device.server.askedFor("send_message")).toMatchObject([
    { win: true, daily: true },
    { win: false, daily: false },
  ]);
  const [first, second] = circle.timeline.items;
  expect(first).toMatchObject({ message: { win: true, daily_on: "2026-11-24" } });
  expect(second).not.toMatchObject({ message: { win: true } });
});

test("a mark outlives the network and the page", async () => {
  await open();
  device.server.unreach();
  await settle();
  walkers(app).threads.win = true;
  await say(walkers(app), "Made it home.");
  await device.reload();
  device.server.reachable = true;
  app = await device.reload();
  await settle();
  expect(device.server.askedFor("send_message")).toMatchObject([{ win: true, daily: false }]);
});

test("that something is near is said once, with its time and nothing else", async () => {
  await open();
  device.server.notify({ type: "meeting_near", meeting: "t1", on: "2026-11-26", starts_at: 7 });
  await settle();
  expect(company.nearAt).toBe(7);
  company.nearSeen();
  expect(company.nearAt).toBeNull();
});

test("news of the centre and of the rota are counted for those who look", async () => {
  await open();
  const { news } = app.centre.office;
  device.server.notify({ type: "office_changed" });
  device.server.notify({ type: "rota_changed" });
  await settle();
  expect(app.centre.office.news).toBe(news + 1);
  expect(company.rotaNews).toBe(1);
});

test("outreach whose answer was lost is logged again under the same key", async () => {
  device.server.company.mentor = true;
  await open();
  device.server.silentAbout.add("log_outreach");
  const lost = company.logOutreach("p1", "message", "attempt");
  lost.catch(() => {});
  await settle();
  device.server.cut();
  await expect(lost).rejects.toMatchObject({ code: "unavailable" });
  device.server.silentAbout.clear();
  await device.clock.advance(5_000);
  await company.logOutreach("p1", "message", "attempt");
  await company.logOutreach("p1", "message", "attempt");
  const keys = device.server
    .askedFor("log_outreach")
    .map((asked) => (asked as { idempotency_key?: string }).idempotency_key);
  expect(keys[0]).toBeDefined();
  expect(keys[1]).toBe(keys[0]);
  expect(keys[2]).not.toBe(keys[0]);
});

test("what is safe to ask again has no key", async () => {
  device.server.company.mentor = true;
  await open();
  await company.loadBoard();
  expect(device.server.askedFor("show_board")[0]).not.toHaveProperty("idempotency_key");
});
