// Where the device refuses to be cleared of whoever signed out, it is said and tried
// again, and nobody who comes next meets what they left.

import { beforeEach, expect, test } from "vitest";
import type { App } from "../../src/state/contract";
import type { DeviceStore } from "../../src/state/device-store";
import { retryWriteMs } from "../../src/state/pending-writes.svelte";
import { TestDevice, walkers } from "../device";
import { flushPromises } from "../fake-clock";

let device: TestDevice;
let app: App;
let stuck: boolean;

function neverCleared(store: DeviceStore): DeviceStore {
  return new Proxy(store, {
    get(kept, name) {
      const act: unknown = Reflect.get(kept, name);
      if (name === "wipe" && stuck) return () => Promise.reject(new DOMException("busy"));
      return typeof act === "function" ? (act.bind(kept) as unknown) : act;
    },
  });
}

const signInAs = async (who: App, name: string): Promise<void> => {
  await who.signIn(name, "a quiet walk by the river");
  await flushPromises();
};

/** What one would find who looks into the device. */
async function onDevice(): Promise<number> {
  const store = await device.openStore();
  return (await store.circles()).length + (await store.drafts()).length;
}

beforeEach(async () => {
  device = new TestDevice();
  const open = device.openStore;
  stuck = false;
  device.openStore = async () => neverCleared(await open());
  device.server.me = null;
  app = await device.open();
  await signInAs(app, "sam.k");
  walkers(app).draft = "half a thought";
  await device.clock.advance(2_000);
  expect(await onDevice()).toBe(2);
});

test("a device that is cleared says nothing", async () => {
  await app.signOut();
  expect(app.uncleared).toBe(false);
  expect(await onDevice()).toBe(0);
});

test("a device that is not cleared says so, until it is", async () => {
  stuck = true;
  await app.signOut();
  expect(app.phase).toBe("signed_out");
  expect(app.uncleared).toBe(true);
  stuck = false;
  await device.clock.advance(retryWriteMs);
  expect(app.uncleared).toBe(false);
  expect(await onDevice()).toBe(0);
});

test("closed meanwhile, the page clears it before it shows anything", async () => {
  stuck = true;
  await app.signOut();
  stuck = false;
  app = await device.reload();
  expect(app.phase).toBe("signed_out");
  expect(app.circles).toEqual([]);
  expect(app.uncleared).toBe(false);
  expect(await onDevice()).toBe(0);
});

test("where even that is refused, it shows nothing and goes on trying", async () => {
  stuck = true;
  await app.signOut();
  app = await device.reload();
  expect(app.phase).toBe("signed_out");
  expect(app.uncleared).toBe(true);
  stuck = false;
  await device.clock.advance(retryWriteMs);
  expect(await onDevice()).toBe(0);
});

test("whoever signs in meanwhile meets nothing of the other, and is told what is kept", async () => {
  stuck = true;
  await app.signOut();
  await signInAs(app, "jo.b");
  expect(walkers(app).draft).toBe("");
  expect(app.canSave).toBe(false);
  walkers(app).draft = "words of my own";
  stuck = false;
  await device.clock.advance(retryWriteMs);
  expect(app.uncleared).toBe(false);
  expect(await onDevice()).toBe(0);
  expect(walkers(app).draft).toBe("words of my own");
});

test("what somebody keeps by now who signed in in another tab is not cleared", async () => {
  stuck = true;
  await app.signOut();
  await device.open().then(async (other) => {
    stuck = false;
    await signInAs(other, "jo.b");
    walkers(other).draft = "words of my own";
  });
  await device.clock.advance(2 * retryWriteMs);
  expect(app.uncleared).toBe(false);
  expect(app.me?.alias).toBe("jo.b");
  expect((await (await device.openStore()).drafts()).map(({ text }) => text)).toEqual([
    "words of my own",
  ]);
});
