// A device that is full for as long as a test wants: it still reads what it has, and
// refuses to keep anything more.

import type { DeviceStore } from "../src/state/device-store";

export function refusing(store: DeviceStore, full: () => boolean): DeviceStore {
  return new Proxy(store, {
    get(kept, name) {
      const act: unknown = Reflect.get(kept, name);
      if (typeof act !== "function") return act;
      if (name === "canKeep") return async () => !full();
      const writes = /^(save|queue|forget)/.test(String(name));
      return (...given: unknown[]) =>
        writes && full()
          ? Promise.reject(new DOMException("full", "QuotaExceededError"))
          : (act.apply(kept, given) as unknown);
    },
  });
}
