// What the state layer needs of the device beyond what `net` needs: storage, network
// signals, other tabs and new ids. The browser's implementation is in ../browser.ts; tests
// have their own.

import type { KeyStorage } from "../net/idempotency-keys";
import type { Clock, Fetch, OpenSocket, Random } from "../net/platform";
import type { DeviceStore } from "./device-store";

export interface Platform {
  clock: Clock;
  random: Random;
  openSocket: OpenSocket;
  fetch: Fetch;
  openStore(): Promise<DeviceStore>;
  device: Device;
  crossTab: CrossTabChannel;
  /** UUIDv7: message ids sort by the time they were made. */
  newId(): string;
  /** The help card as it was last loaded. */
  helpCard: StoredText;
  /** "yes" while the store still has to be cleared after somebody signed out; an account
   *  id where it has to be cleared unless it belongs to that account. */
  mustClear: StoredText;
  /** Idempotency keys of unanswered requests, for as long as the tab is open. */
  idempotencyKeys: KeyStorage;
  /** The same for invites, kept when the tab is closed. */
  invites: KeyStorage;
  /** Whether the browser accepts cookies. */
  keepsCookies(): boolean;
  /** The origin of this site, for links that are given to people. */
  origin: string;
}

/** A text in the browser that is kept when somebody signs out. */
export interface StoredText {
  read(): string | null;
  write(text: string): void;
}

export type DeviceSignal =
  /** The network became available, or was lost. */
  | "online"
  | "offline"
  /** The page became visible, or was hidden and may be frozen or closed any moment. */
  | "shown"
  | "hidden";

export interface Device {
  online(): boolean;
  listen(heard: (signal: DeviceSignal) => void): void;
}

/** Other tabs of the same browser, which share the same store. */
export interface CrossTabChannel {
  broadcast(message: TabMessage): void;
  listen(heard: (message: TabMessage) => void): void;
}

export type TabMessage =
  /** A message was queued, refused or taken back: read the stored ones again. */
  | "unsent_changed"
  /** A message waits for a moderator, or was taken back. */
  | "held_changed"
  /** The same for a check-in. */
  | "check_ins_changed"
  /** Someone signed in: start again from what the store holds. */
  | "signed_in"
  /** Someone signed out: drop everything of the account and write nothing more. */
  | "signed_out";
