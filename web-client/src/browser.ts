// The browser's implementation of Platform for `net` and `state`. It is outside the layers
// because they must not use the DOM. Decides nothing.

import { subprotocol } from "./protocol/wire";
import { memoryStore } from "./state/device-memory";
import { openIndexedDbStore } from "./state/device-indexeddb";
import type { DeviceStore } from "./state/device-store";
import { messageIds } from "./state/message-ids";
import type { CrossTabChannel, Device, Platform, StoredText, TabMessage } from "./state/platform";
import type { Clock, Socket } from "./net/platform";

/** Some browsers never answer; without a timeout the page would stay empty. */
const storeTimeoutMs = 3_000;

export function browserPlatform(): Platform {
  return {
    clock,
    random: Math.random,
    openSocket,
    fetch: (path, request) =>
      fetch(path, { ...request, credentials: "same-origin", cache: "no-store" }),
    openStore,
    device,
    crossTab: openCrossTabChannel(),
    newId: messageIds(
      () => Date.now(),
      (bytes) => crypto.getRandomValues(bytes),
    ),
    // Not a secret, and read before anything is drawn.
    helpCard: storedText("help-card"),
    mustClear: storedText("must-clear"),
    idempotencyKeys: storedText("attempts", () => sessionStorage),
    invites: storedText("invites"),
    keepsCookies,
    origin: location.origin,
  };
}

const clock: Clock = {
  now: () => Date.now(),
  after(ms, action) {
    const timer = setTimeout(action, ms);
    return () => clearTimeout(timer);
  },
};

function openSocket(): Socket {
  const url = new URL("/socket", location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const webSocket = new WebSocket(url, subprotocol);
  const socket: Socket = {
    onopen: null,
    onmessage: null,
    onclose: null,
    // A closing socket drops what it is given, as a dead one would.
    send: (frame) => webSocket.send(frame),
    close: () => webSocket.close(),
  };
  webSocket.onopen = () => socket.onopen?.();
  webSocket.onmessage = ({ data }) => socket.onmessage?.({ data });
  webSocket.onclose = ({ code }) => socket.onclose?.({ code });
  return socket;
}

function openStore(): Promise<DeviceStore> {
  return new Promise((resolve) => {
    const useMemory = () => resolve(memoryStore());
    setTimeout(useMemory, storeTimeoutMs);
    openIndexedDbStore().then(resolve, useMemory);
  });
}

/** Uses web storage, because IndexedDB may be unavailable. Where the browser keeps
 *  nothing, the text is lost at the end of the visit. */
function storedText(name: string, storage = () => localStorage): StoredText {
  return {
    read() {
      try {
        return storage().getItem(name);
      } catch {
        return null;
      }
    },
    write(text) {
      try {
        storage().setItem(name, text);
      } catch {
        // It lasts as long as the page then.
      }
    },
  };
}

/** Scripts can't see the session cookie; it is kept wherever this probe is kept. */
function keepsCookies(): boolean {
  try {
    document.cookie = "probe=1; SameSite=Strict";
    const kept = document.cookie.includes("probe=1");
    document.cookie = "probe=; Max-Age=0";
    return kept;
  } catch {
    return false;
  }
}

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

function openCrossTabChannel(): CrossTabChannel {
  if (!("BroadcastChannel" in globalThis)) return { broadcast: () => {}, listen: () => {} };
  const channel = new BroadcastChannel("app");
  return {
    broadcast: (message) => channel.postMessage(message),
    listen: (heard) => {
      channel.onmessage = ({ data }) => heard(data as TabMessage);
    },
  };
}
