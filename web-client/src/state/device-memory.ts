// The device store in memory, for browsers that refuse to store anything. It lasts as long
// as the page does.

import type {
  AccountRecord,
  CheckInRecord,
  CircleRecord,
  DeviceStore,
  DraftRecord,
  UnsentRecord,
} from "./device-store";
import { plain } from "./plain.svelte";

export function memoryStore(): DeviceStore {
  let account: AccountRecord | null = null;
  const circles = new Map<string, CircleRecord>();
  const drafts = new Map<string, DraftRecord>();
  const unsent = new Map<string, UnsentRecord>();
  const checkIns = new Map<string, CheckInRecord>();
  return {
    account: async () => account,
    saveAccount: async (next) => void (account = plain(next)),
    circles: async () => [...circles.values()],
    saveCircle: async (circle) => void circles.set(circle.id, plain(circle)),
    forgetCircle: async (id) => void circles.delete(id),
    forgetAllCircles: async () => circles.clear(),
    drafts: async () => [...drafts.values()],
    saveDraft: async (draft) => void drafts.set(draft.circle, plain(draft)),
    forgetDraft: async (circle) => void drafts.delete(circle),
    unsent: async () => [...unsent.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    async queueUnsent(message) {
      unsent.set(message.id, plain(message));
      drafts.delete(message.circle);
    },
    saveUnsent: async (message) => void unsent.set(message.id, plain(message)),
    forgetUnsent: async (id) => void unsent.delete(id),
    checkIns: async () => [...checkIns.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    saveCheckIn: async (checkIn) => void checkIns.set(checkIn.id, plain(checkIn)),
    forgetCheckIn: async (id) => void checkIns.delete(id),
    async wipe() {
      account = null;
      for (const kept of [circles, drafts, unsent, checkIns]) kept.clear();
    },
    canStore: async () => false,
  };
}
