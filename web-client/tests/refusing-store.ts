// A device that is full, or can't be read, for as long as a test wants: full, it still
// reads what it has, and refuses to keep anything more.

import type { DeviceStore } from "../src/state/device-store";

const reads = ["account", "circles", "drafts", "unsent", "checkIns"] as const;

export type Read = (typeof reads)[number];

export function refusing(
  store: DeviceStore,
  full: () => boolean,
  unreadable: (what: Read) => boolean = () => false,
  refused = /^(save|queue|forget)/,
): DeviceStore {
  return new Proxy(store, {
    get(kept, name) {
      const act: unknown = Reflect.get(kept, name);
      if (typeof act !== "function") return act;
      if (name === "canStore") return async () => !full();
      const writes = refused.test(String(name));
      const read = reads.find((one) => one === name);
      return (...given: unknown[]) => {
        if (writes && full()) return Promise.reject(new DOMException("full", "QuotaExceededError"));
        if (read && unreadable(read))
          return Promise.reject(new DOMException("lost", "UnknownError"));
        return act.apply(kept, given) as unknown;
      };
    },
  });
}
