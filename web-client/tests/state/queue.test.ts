// The queue is there for those who decide, follows the news, and never shows what
// is decided already. Reports and appeals tell their author how they stand.

import { beforeEach, expect, test } from "vitest";
import type { App } from "../../src/state/contract";
import { actionOf, caseOf, ownActionOf } from "../fake-safety";
import { TestDevice, walkers } from "../device";
import { flushPromises } from "../fake-clock";

let device: TestDevice;
let app: App;

async function open(role: "member" | "moderator"): Promise<void> {
  device.server.circle.role = role;
  app = await device.open();
}

beforeEach(() => {
  device = new TestDevice();
  device.server.safety.cases = [caseOf("k1"), caseOf("k2"), caseOf("k3")];
});

const ids = () => app.queue?.cases?.map(({ id }) => id);

test("a member without a role is asked for nothing and asks for nothing", async () => {
  await open("member");
  device.server.notify({ type: "queue_changed" });
  await flushPromises();
  expect(app.queue?.decides).toBe(false);
  expect(app.queue?.cases).toBeNull();
  expect(device.server.askedFor("list_cases")).toEqual([]);
});

test("a moderator has it with the welcome, page by page, in the server's order", async () => {
  await open("moderator");
  await flushPromises();
  expect(ids()).toEqual(["k1", "k2"]);
  expect(app.queue?.hasMore).toBe(true);
  await app.queue?.more();
  expect(ids()).toEqual(["k1", "k2", "k3"]);
  expect(app.queue?.hasMore).toBe(false);
});

test("the count holds what one can decide, own proposals not", async () => {
  const proposal = {
    circle: "c1",
    subject: "jo",
    action: "removal",
    reason: "other",
    by: "me-c1",
    at: 1,
    until: 2,
  } as const;
  device.server.safety.appeals = [
    { id: "a1", circle: "c1", action: actionOf("x1"), at: 1, due_at: 2 },
  ];
  device.server.safety.proposals = [
    { ...proposal, id: "p1", mine: true },
    { ...proposal, id: "p2", mine: false },
  ];
  await open("moderator");
  await flushPromises();
  expect(app.queue?.count).toBe(4);
});

test("news brings what came, and a decision takes away what is decided", async () => {
  await open("moderator");
  await flushPromises();
  device.server.safety.cases = [caseOf("k0", { reason: "danger" }), caseOf("k1")];
  device.server.notify({ type: "queue_changed" });
  await flushPromises();
  expect(ids()).toEqual(["k0", "k1"]);
  await app.queue?.close("k0", { type: "dismiss" }, "danger");
  expect(ids()).toEqual(["k1"]);
});

test("who comes second is told so, and sees the queue as it is now", async () => {
  await open("moderator");
  await flushPromises();
  device.server.safety.cases = [caseOf("k2")];
  device.server.refusals.push([
    "close_case",
    { code: "already_handled", message: "Somebody has decided this already." },
  ]);
  await expect(app.queue?.close("k1", { type: "dismiss" }, "other")).rejects.toThrow("already");
  expect(ids()).toEqual(["k2"]);
});

test("who is no moderator any more sees nothing of it", async () => {
  await open("moderator");
  await flushPromises();
  device.server.circle.role = "member";
  device.server.notify({ type: "circles_changed" });
  await flushPromises();
  expect(app.queue?.cases).toBeNull();
  expect(app.queue?.count).toBe(0);
});

test("people in the queue are called by their alias, also before the circle was opened", async () => {
  await open("moderator");
  await flushPromises();
  expect(app.queue?.personOf("c1", "jo")).toBeNull();
  await app.queue?.loadNames();
  expect(app.queue?.personOf("c1", "jo")?.alias).toBe("Jo");
  expect(app.queue?.circleName("c1")).toBe("Walkers");
});

test("a report is waiting until the notice says that it is handled", async () => {
  await open("member");
  await app.ownModeration?.loadReports();
  await walkers(app).reporting.message("m1", "solicitation", null);
  await flushPromises();
  expect(app.ownModeration?.reports).toMatchObject([{ reason: "solicitation", handled_at: null }]);
  const [report] = device.server.safety.ownReports;
  device.server.safety.ownReports = [{ ...report!, handled_at: 9 }];
  device.server.notify({ type: "report_handled", circle: "c1", report: report!.id });
  await flushPromises();
  expect(app.ownModeration?.reports).toMatchObject([{ handled_at: 9 }]);
  expect(app.toast?.what).toBe("report_handled");
  app.clearToast();
  expect(app.toast).toBeNull();
});

test("an appeal shows by when, and later how it was decided", async () => {
  device.server.safety.ownActions = [ownActionOf("x1")];
  await open("member");
  await app.ownModeration?.loadActions();
  await app.ownModeration?.appeal("x1", null);
  expect(app.ownModeration?.actions).toMatchObject([{ appeal: { outcome: null, due_at: 2 } }]);
  const appeal = { at: 1, due_at: 2, outcome: "action_overturned" } as const;
  device.server.safety.ownActions = [ownActionOf("x1", { appeal, ended_at: 3 })];
  device.server.notify({ type: "action_about_you", circle: "c1", muted_until: null });
  await flushPromises();
  expect(app.ownModeration?.actions).toMatchObject([{ appeal: { outcome: "action_overturned" } }]);
  expect(app.toast?.what).toBe("about_you");
});

test("a refused report says why, and nothing is listed", async () => {
  await open("member");
  await app.ownModeration?.loadReports();
  device.server.refusals.push(["report_member", { code: "not_found", message: "Not found." }]);
  await expect(walkers(app).reporting.member("jo", "other", null)).rejects.toThrow("Not found.");
  expect(app.ownModeration?.reports).toEqual([]);
});

test("what was decided is read page by page, and undone the case waits again", async () => {
  await open("moderator");
  await flushPromises();
  for (const id of ["k1", "k2", "k3"]) {
    await app.queue?.close(id, { type: "dismiss" }, "other");
  }
  const first = await app.queue!.decided(null);
  expect(first.decided.map((one) => one.case.id)).toEqual(["k3", "k2"]);
  expect(first.hasMore).toBe(true);
  const second = await app.queue!.decided(first.decided.at(-1)!.decision.id);
  expect(second.decided.map((one) => one.case.id)).toEqual(["k1"]);
  const { id } = second.decided[0]!.decision;
  expect(await app.queue?.undo(id)).toMatchObject({ changed_since: false });
  expect(ids()).toEqual(["k1"]);
  await expect(app.queue?.undo(id)).rejects.toMatchObject({ code: "already_handled" });
});

test("an open list of what was decided hears of news", async () => {
  await open("moderator");
  await flushPromises();
  const before = app.queue!.changes;
  device.server.notify({ type: "queue_changed" });
  await flushPromises();
  expect(app.queue!.changes).toBeGreaterThan(before);
});
