// Paging and jumping in a long history, with a bound on what is loaded.

import { beforeEach, expect, test } from "vitest";
import type { App, Circle, Timeline } from "../../src/state/contract";
import { read, say, TestDevice, walkers } from "../device";
import { flushPromises } from "../fake-clock";

let device: TestDevice;
let app: App;
let circle: Circle;
let timeline: Timeline;

beforeEach(async () => {
  device = new TestDevice();
  for (let n = 1; n <= 1_000; n += 1) device.server.post(`${n}`);
  app = await device.open();
  circle = walkers(app);
  timeline = circle.timeline;
  await circle.opened();
});

const seqs = () =>
  timeline.items.flatMap((item) => (item.kind === "message" ? [item.message.seq] : []));
const contiguous = () => seqs().every((seq, at, all) => at === 0 || seq === all[at - 1]! + 1);

test("opening loads the newest page", () => {
  expect([seqs()[0], seqs().at(-1)]).toEqual([951, 1_000]);
  expect([timeline.hasOlder, timeline.hasNewer]).toEqual([true, false]);
});

test("going back keeps at most 600 loaded, and going forward meets the newest again", async () => {
  for (let page = 0; page < 25 && timeline.hasOlder; page += 1) {
    await timeline.loadOlder();
    expect(seqs().length).toBeLessThanOrEqual(600);
    expect(contiguous()).toBe(true);
  }
  expect(seqs()[0]).toBe(1);
  expect([timeline.hasOlder, timeline.hasNewer]).toEqual([false, true]);
  device.server.post("1001");
  await flushPromises();
  expect(seqs().at(-1)).toBe(600);
  expect(circle.latest?.seq).toBe(1_001);
  while (timeline.hasNewer) await timeline.loadNewer();
  expect(seqs().at(-1)).toBe(1_001);
  expect(contiguous()).toBe(true);
  expect(seqs().length).toBeLessThanOrEqual(600);
  device.server.post("1002");
  await flushPromises();
  expect(seqs().at(-1)).toBe(1_002);
});

test("a jump shows the place, and the way back to the newest needs no page", async () => {
  await timeline.jumpTo(300);
  expect(timeline.focus).toBe(300);
  expect(seqs()).toContain(300);
  expect([timeline.hasOlder, timeline.hasNewer]).toEqual([true, true]);
  const pages = device.server.askedFor("fetch_history").length;
  await timeline.jumpToNewest();
  expect(seqs().at(-1)).toBe(1_000);
  expect(timeline.hasNewer).toBe(false);
  expect(device.server.askedFor("fetch_history")).toHaveLength(pages);
});

test("a jump to what is loaded fetches nothing", async () => {
  const pages = device.server.askedFor("fetch_history").length;
  await timeline.jumpTo(960);
  expect(timeline.focus).toBe(960);
  expect(device.server.askedFor("fetch_history")).toHaveLength(pages);
});

test("a jump close to the newest is joined with it", async () => {
  await timeline.jumpTo(940);
  expect(seqs().at(-1)).toBe(1_000);
  expect(timeline.hasNewer).toBe(false);
  expect(contiguous()).toBe(true);
});

test("the first unread message is found far back", async () => {
  device.server.circle.readSeq = 200;
  device.server.epoch = "epoch-2";
  app = await device.reload();
  circle = walkers(app);
  timeline = circle.timeline;
  await circle.opened();
  expect(timeline.firstUnreadSeq).toBe(201);
  await timeline.jumpToFirstUnread();
  expect(timeline.focus).toBe(201);
  expect(seqs()).toContain(201);
});

test("a day is found by its first message", async () => {
  await timeline.jumpToDate(1_000 + 499);
  expect(timeline.focus).toBe(499);
  await timeline.jumpToDate(9_999_999);
  expect(timeline.focus).toBe(1_000);
});

test("a message changed while it is shown far back is changed there", async () => {
  await timeline.jumpTo(300);
  device.server.happen({ type: "message_deleted", message: "m300-c1" });
  await flushPromises();
  expect(read(circle)).toContain("(deleted)");
});

test("sending from far back returns to the newest", async () => {
  await timeline.jumpTo(300);
  await say(circle, "from now");
  await flushPromises();
  expect(timeline.hasNewer).toBe(false);
  expect(read(circle).at(-1)).toBe("from now");
});

test("two who scroll at once get one page", async () => {
  const pages = device.server.askedFor("fetch_history").length;
  await Promise.all([timeline.loadOlder(), timeline.loadOlder()]);
  expect(device.server.askedFor("fetch_history")).toHaveLength(pages + 1);
  expect(timeline.loading).toBe(false);
});
