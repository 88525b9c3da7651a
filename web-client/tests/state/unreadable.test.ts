// Where the device can't be read for a while, what stands there is not known: it is asked
// again, and nothing is written over it or removed meanwhile.

import { beforeEach, expect, test } from "vitest";
import type { App } from "../../src/state/contract";
import type { DeviceStore } from "../../src/state/device-store";
import { retryWriteMs } from "../../src/state/pending-writes.svelte";
import { read, say, TestDevice, walkers } from "../device";
import { flushPromises } from "../fake-clock";
import { refusing, type Read } from "../refusing-store";

let device: TestDevice;
let app: App;
let store: DeviceStore;
/** How often each is refused from now on. */
let refused: Partial<Record<Read, number>>;
let full: boolean;

beforeEach(async () => {
  device = new TestDevice();
  store = await device.openStore();
  refused = {};
  full = false;
  const unreadable = (what: Read): boolean => {
    const left = refused[what] ?? 0;
    refused[what] = left - 1;
    return left > 0;
  };
  device.openStore = async () => refusing(store, () => full, unreadable);
  app = await device.open();
});

const kept = async (): Promise<string[]> => (await store.drafts()).map(({ text }) => text);

async function leaveDraft(text: string): Promise<void> {
  walkers(app).draft = text;
  await device.clock.advance(1_000);
  expect(await kept()).toEqual([text]);
}

/** More often than anybody asks on one page. */
const always = 1_000;
const minute = 60_000;

/** An unsent message, a check-in and a draft, and a page that has not begun again yet. */
async function leaveWords(): Promise<void> {
  device.server.goOffline();
  await flushPromises();
  await say(walkers(app), "to be sent");
  await app.care!.checkIns.add(null, false);
  await leaveDraft("long thought about");
}

async function expectWords(): Promise<void> {
  await device.clock.advance(minute);
  expect(read(walkers(app))).toContain("to be sent");
  expect(device.server.care.checkIns).toHaveLength(1);
  expect(walkers(app).draft).toBe("long thought about");
}

async function signIn(name: string): Promise<void> {
  await Promise.all([app.signIn(name, "a quiet walk by the river"), device.clock.advance(minute)]);
}

test("a device that does not say at once whose it is is asked again, and keeps it all", async () => {
  await leaveWords();
  refused = { account: 1 };
  device.server.reachable = true;
  app = await device.reload();
  await expectWords();
  expect(app.canSave).toBe(true);
});

test("where it does not say at all, nothing is removed, and it is there next time", async () => {
  await leaveWords();
  refused = { account: always };
  device.server.reachable = true;
  app = await device.reload();
  await device.clock.advance(minute);
  expect(app.phase).toBe("signed_in");
  // As in a browser that keeps nothing.
  expect(app.canSave).toBe(false);
  expect(walkers(app).draft).toBe("");
  expect(await store.unsent()).toHaveLength(1);
  expect(await kept()).toEqual(["long thought about"]);
  refused = {};
  app = await device.reload();
  await expectWords();
});

/** The words of a session that has ended are on a device that can't say whose they are. */
async function signedOutOnUnreadable(): Promise<void> {
  await leaveWords();
  device.server.me = null;
  device.server.reachable = true;
  refused = { account: always };
  app = await device.reload();
  await device.clock.advance(minute);
}

test("whoever signs in meanwhile, and whose it was, has it back", async () => {
  await signedOutOnUnreadable();
  expect(app.phase).toBe("signed_out");
  await signIn("sam");
  expect(walkers(app).draft).toBe("");
  refused = {};
  app = await device.reload();
  await expectWords();
});

test("it is asked once more when somebody signs in", async () => {
  await signedOutOnUnreadable();
  refused = {};
  await signIn("sam");
  await expectWords();
  expect(app.canSave).toBe(true);
});

test("somebody else who signs in meanwhile meets nothing of it, then or later", async () => {
  await signedOutOnUnreadable();
  await signIn("kim");
  expect(walkers(app).draft).toBe("");
  expect(await kept()).toEqual(["long thought about"]);
  refused = {};
  app = await device.reload();
  await device.clock.advance(minute);
  expect(app.me?.alias).toBe("kim");
  expect(app.unsentCount).toBe(0);
  expect(walkers(app).draft).toBe("");
  expect(await kept()).toEqual([]);
  expect(await store.unsent()).toEqual([]);
  expect(device.server.circle.messages()).toEqual([]);
});

test("signing out removes what can't be read as well", async () => {
  await leaveWords();
  device.server.reachable = true;
  refused = { account: always };
  app = await device.reload();
  await device.clock.advance(minute);
  await app.signOut();
  expect(await kept()).toEqual([]);
  expect(await store.unsent()).toEqual([]);
});

test("an account that a full device refuses is kept with the first words that it takes", async () => {
  await app.signOut();
  full = true;
  await signIn("sam");
  await device.clock.advance(minute);
  expect(app.canSave).toBe(false);
  device.server.goOffline();
  await flushPromises();
  full = false;
  await say(walkers(app), "to be sent");
  expect(await store.account()).toMatchObject({ signedIn: true });
  device.server.reachable = true;
  app = await device.reload();
  await device.clock.advance(minute);
  expect(read(walkers(app))).toEqual(["to be sent"]);
});

test("and by itself, where nobody writes", async () => {
  await app.signOut();
  full = true;
  await signIn("sam");
  full = false;
  await device.clock.advance(retryWriteMs);
  expect(await store.account()).toMatchObject({ me: { alias: "sam" }, signedIn: true });
});

test("a draft that can't be read at once is there a little later", async () => {
  await leaveDraft("long thought about");
  refused = { drafts: 1 };
  app = await device.reload();
  expect(walkers(app).draft).toBe("");
  await device.clock.advance(retryWriteMs);
  expect(walkers(app).draft).toBe("long thought about");
});

test("what is typed meanwhile is not written over it, says so, and comes after it", async () => {
  await leaveDraft("long thought about");
  refused = { drafts: 2 };
  app = await device.reload();
  walkers(app).draft = "something new";
  await device.clock.advance(1_000);
  expect(await kept()).toEqual(["long thought about"]);
  expect(walkers(app).draftUnsaved).toBe(true);
  await device.clock.advance(3 * retryWriteMs);
  expect(walkers(app).draft).toBe("long thought about\n\nsomething new");
  expect(walkers(app).draftUnsaved).toBe(false);
  expect(await kept()).toEqual(["long thought about\n\nsomething new"]);
});

test("what is sent meanwhile does not take its place", async () => {
  await leaveDraft("long thought about");
  refused = { drafts: 1 };
  app = await device.reload();
  await say(walkers(app), "a quick word");
  await device.clock.advance(retryWriteMs);
  expect(read(walkers(app))).toEqual(["a quick word"]);
  expect(walkers(app).draft).toBe("long thought about");
  app = await device.reload();
  expect(walkers(app).draft).toBe("long thought about");
});

test("a message that is only begun to be answered meanwhile does not either", async () => {
  const other = device.server.post("a question");
  await leaveDraft("long thought about");
  refused = { drafts: 1 };
  app = await device.reload();
  walkers(app).replyingTo = other;
  await device.clock.advance(3 * retryWriteMs);
  expect(walkers(app)).toMatchObject({ draft: "long thought about", replyingTo: other });
  expect(await kept()).toEqual(["long thought about"]);
});

test("a draft of a circle that we are out of joins the words that were left there", async () => {
  await leaveDraft("long thought about");
  device.server.goOffline();
  await flushPromises();
  await say(walkers(app), "not sent");
  walkers(app).draft = "long thought about";
  await device.clock.advance(1_000);
  refused = { drafts: 1 };
  const left = device.server.circles.shift()!;
  device.server.reachable = true;
  app = await device.reload();
  await device.clock.advance(2 * retryWriteMs);
  expect(app.circle("c1")).toBeNull();
  device.server.circles.push(left);
  device.server.notify({ type: "circles_changed" });
  await flushPromises();
  expect(walkers(app).draft).toBe("long thought about\n\nnot sent");
});

test("a message and a check-in that can't be read at the start are sent all the same", async () => {
  device.server.goOffline();
  await flushPromises();
  await say(walkers(app), "to be sent");
  await app.care!.checkIns.add(null, false);
  refused = { unsent: 1, checkIns: 1 };
  device.server.reachable = true;
  app = await device.reload();
  await device.clock.advance(30_000);
  expect(read(walkers(app))).toEqual(["to be sent"]);
  expect(device.server.care.checkIns).toHaveLength(1);
  expect(app.unsentCount).toBe(0);
});

test("signing out meanwhile leaves nothing of it", async () => {
  await leaveDraft("long thought about");
  refused = { drafts: 1 };
  app = await device.reload();
  walkers(app).draft = "something new";
  await device.clock.advance(1_000);
  await app.signOut();
  await device.clock.advance(3 * retryWriteMs);
  expect(await kept()).toEqual([]);
});
