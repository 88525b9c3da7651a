// Hands net and state the surroundings that they ask for, taken from the browser.
// Stands beside the layers because they know no page. Decides nothing.

import { subprotocol } from "./protocol/wire";
import { memoryStore } from "./state/device-memory";
import { openIndexedDbStore } from "./state/device-indexeddb";
import type { DeviceStore } from "./state/device-store";
import { messageIds } from "./state/message-ids";
import type { Keepsake } from "./state/help-card.svelte";
import type { Device, Neighbours, Surroundings, TabNews } from "./state/surroundings";
import type { KeyStorage } from "./net/attempts";
import type { Clock, Wire } from "./net/surroundings";

/** Some browsers never answer; a page that waits for them would stay empty. */
const storeTimeoutMs = 3_000;

export function browser(): Surroundings {
  return {
    clock,
    random: Math.random,
    openWire,
    fetch: (path, request) =>
      fetch(path, { ...request, credentials: "same-origin", cache: "no-store" }),
    openStore,
    device,
    neighbours: neighbours(),
    newId: messageIds(
      () => Date.now(),
      (bytes) => crypto.getRandomValues(bytes),
    ),
    helpCard,
    attempts,
    origin: location.origin,
  };
}

const clock: Clock = {
  now: () => Date.now(),
  after(ms, act) {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
};

function openWire(): Wire {
  const url = new URL("/socket", location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(url, subprotocol);
  const wire: Wire = {
    onopen: null,
    onmessage: null,
    onclose: null,
    // A socket that is closing throws away what it is given, as a dead one would.
    send: (frame) => socket.send(frame),
    close: () => socket.close(),
  };
  socket.onopen = () => wire.onopen?.();
  socket.onmessage = ({ data }) => wire.onmessage?.({ data });
  socket.onclose = ({ code }) => wire.onclose?.({ code });
  return wire;
}

function openStore(): Promise<DeviceStore> {
  return new Promise((resolve) => {
    const giveUp = () => resolve(memoryStore());
    setTimeout(giveUp, storeTimeoutMs);
    openIndexedDbStore().then(resolve, giveUp);
  });
}

/** Not in the store: it is no secret, and is read before the first thing is drawn.
 *  A browser that keeps nothing has the card that is built in. */
const helpCard: Keepsake = {
  read() {
    try {
      return localStorage.getItem("help-card");
    } catch {
      return null;
    }
  },
  keep(text) {
    try {
      localStorage.setItem("help-card", text);
    } catch {
      // The next visit asks again.
    }
  },
};

const attempts: KeyStorage = {
  read() {
    try {
      return sessionStorage.getItem("attempts");
    } catch {
      return null;
    }
  },
  keep(text) {
    try {
      sessionStorage.setItem("attempts", text);
    } catch {
      // It then lasts until the page is closed or loaded again.
    }
  },
};

const device: Device = {
  online: () => navigator.onLine,
  listen(heard) {
    window.addEventListener("online", () => heard("online"));
    window.addEventListener("offline", () => heard("offline"));
    window.addEventListener("pagehide", () => heard("hidden"));
    document.addEventListener("visibilitychange", () =>
      heard(document.visibilityState === "visible" ? "shown" : "hidden"),
    );
  },
};

function neighbours(): Neighbours {
  if (!("BroadcastChannel" in globalThis)) return { tell: () => {}, listen: () => {} };
  const channel = new BroadcastChannel("app");
  return {
    tell: (news) => channel.postMessage(news),
    listen: (heard) => {
      channel.onmessage = ({ data }) => heard(data as TabNews);
    },
  };
}
