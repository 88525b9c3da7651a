// A made-up device: a store that outlives the page, a clock that stands still, a
// network that a test can take away, and tabs that hear of each other.

import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import type { Socket } from "../src/net/platform";
import type { App, Circle } from "../src/state/contract";
import { createApp } from "../src/state/app.svelte";
import { openIndexedDbStore } from "../src/state/device-indexeddb";
import type { DeviceStore } from "../src/state/device-store";
import { messageIds } from "../src/state/message-ids";
import type { DeviceSignal, TabMessage } from "../src/state/platform";
import { FakeClock, flushPromises } from "./fake-clock";
import { FakeServer } from "./fake-server";

interface Tab {
  /** A page that is gone runs no timers and opens no sockets. */
  alive: boolean;
  signal: (signal: DeviceSignal) => void;
  onMessage: (message: TabMessage) => void;
}

export class TestDevice {
  readonly clock = new FakeClock();
  readonly server = new FakeServer();
  hasNetwork = true;
  keptCard: string | null = null;
  storedKeys: string | null = null;
  keptInvites: string | null = null;
  keepsCookies = true;
  mustClear: string | null = null;
  openStore: () => Promise<DeviceStore>;
  readonly #tabs: Tab[] = [];

  constructor() {
    globalThis.indexedDB = new IDBFactory();
    let store: Promise<DeviceStore> | null = null;
    this.openStore = () => (store ??= openIndexedDbStore());
  }

  /** Opens a page; a page that was open before goes on as another tab. */
  async open(): Promise<App> {
    const { clock, server } = this;
    const tab = { alive: true, signal: (_: DeviceSignal) => {}, onMessage: (_: TabMessage) => {} };
    this.#tabs.push(tab);
    const app = createApp({
      clock: {
        now: () => clock.now(),
        after: (ms, action) => clock.after(ms, () => tab.alive && action()),
      },
      random: () => 0.5,
      openSocket: () => (tab.alive ? server.openSocket() : silentSocket()),
      fetch: server.fetch,
      openStore: this.openStore,
      device: { online: () => this.hasNetwork, listen: (heard) => (tab.signal = heard) },
      crossTab: {
        broadcast: (message) => {
          for (const other of this.#tabs)
            if (other !== tab) setImmediate(() => other.onMessage(message));
        },
        listen: (heard) => (tab.onMessage = heard),
      },
      newId: messageIds(
        () => clock.now(),
        (bytes) => bytes.fill(7),
      ),
      helpCard: { read: () => this.keptCard, write: (text) => (this.keptCard = text) },
      mustClear: { read: () => this.mustClear, write: (text) => (this.mustClear = text) },
      idempotencyKeys: { read: () => this.storedKeys, write: (text) => (this.storedKeys = text) },
      invites: { read: () => this.keptInvites, write: (text) => (this.keptInvites = text) },
      keepsCookies: () => this.keepsCookies,
      origin: "https://circles.example",
    });
    await flushPromises();
    return app;
  }

  signal(signal: DeviceSignal): void {
    for (const tab of this.#tabs) tab.signal(signal);
  }

  /** The network goes, and this page with it; the next `open` is a cold start. */
  async reload(): Promise<App> {
    await flushPromises();
    this.signal("hidden");
    this.server.cut();
    for (const tab of this.#tabs.splice(0)) {
      tab.alive = false;
      tab.onMessage = () => {};
    }
    await flushPromises();
    return this.open();
  }
}

export function walkers(app: App): Circle {
  const circle = app.circle("c1");
  if (!circle) throw new Error("not in the circle");
  return circle;
}

/** What a member reads, top to bottom; what is not sent yet in brackets. */
export function read(circle: Circle): string[] {
  return circle.timeline.items.map((item) => {
    switch (item.kind) {
      case "message":
        return item.message.body ?? "(deleted)";
      case "unsent":
        return `[${item.unsent.body}: ${item.unsent.state.kind}]`;
      case "system":
        return `* ${item.text.what}`;
    }
  });
}

export async function say(circle: Circle, ...bodies: string[]): Promise<void> {
  for (const body of bodies) {
    circle.draft = body;
    await circle.send();
  }
}

function silentSocket(): Socket {
  return { send: () => {}, close: () => {}, onopen: null, onmessage: null, onclose: null };
}
