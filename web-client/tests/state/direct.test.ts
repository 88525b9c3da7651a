// Private conversations: their state is the server's, and a message tried again is sent once.

import { beforeEach, expect, test } from "vitest";
import type { App } from "../../src/state/contract";
import type { Direct } from "../../src/state/direct-contract";
import { TestDevice, walkers } from "../device";
import { flushPromises } from "../fake-clock";
import { FakeCircle } from "../fake-server";

let device: TestDevice;
let app: App;
let direct: Direct;

async function open(): Promise<void> {
  app = await device.open();
  await flushPromises();
  direct = app.direct!;
}

beforeEach(() => {
  device = new TestDevice();
});

test("a private conversation has the other's name, and its state comes with the welcome", async () => {
  const conversation = new FakeCircle("l1", "Private conversation");
  const jo = conversation.members[1]!;
  device.server.circles.push(conversation);
  device.server.support.directs.set("l1", { state: "asked", with: jo });
  await open();
  expect(app.circle("l1")).toMatchObject({ name: "Jo", direct: { state: "asked" } });
  expect(walkers(app).direct).toBeNull();
  await direct.accept("l1");
  expect(app.circle("l1")?.direct?.state).toBe("open");
  device.hasNetwork = false;
  device.server.reachable = false;
  app = await device.reload();
  expect(app.circle("l1")).toMatchObject({ name: "Jo", direct: { state: "open" } });
});

test("a first message has an id of its own; without a message there is none", async () => {
  await open();
  await direct.open({ type: "by_member", circle: "c1", member: "jo" }, "Hi");
  await direct.open({ type: "by_pairing", pairing: "p1" }, null);
  const [withWords, without] = device.server.askedFor("request_direct");
  expect(withWords).toMatchObject({ body: "Hi", with: { member: "jo" } });
  expect(withWords?.id).not.toBeNull();
  expect(without).toMatchObject({ id: null, body: null });
});

test("the same message tried again keeps its id, so that it is sent once", async () => {
  await open();
  const to = { type: "by_member", circle: "c1", member: "jo" } as const;
  device.server.refusals.push(["request_direct", { code: "unavailable", message: "Later." }]);
  await expect(direct.open(to, "Hi")).rejects.toThrow();
  await direct.open(to, "Hi");
  await direct.open(to, "Hi");
  const [lost, again, later] = device.server.askedFor("request_direct");
  expect(again?.id).toBe(lost?.id);
  expect(later?.id).not.toBe(again?.id);
});
