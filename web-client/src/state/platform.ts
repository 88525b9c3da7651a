// What state needs from the device beside what net needs: a place to keep things,
// signals of the network, other tabs, and where new ids come from. The browser's
// own is in ../browser.ts; tests bring theirs.

import type { KeyStorage } from "../net/attempts";
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
  /** The help card of the last time there was a network. */
  helpCard: StoredText;
  /** "yes" while the device still has to be cleared of somebody who signed out; an
   *  account's id where it has to be unless it turns out to be theirs. */
  mustClear: StoredText;
  /** What was asked on this page and not answered, for as long as its tab is open. */
  attempts: KeyStorage;
  /** The same of invites, also once the tab is closed. */
  invites: KeyStorage;
  /** Whether a cookie would be there again at the next request. */
  keepsCookies(): boolean;
  /** Of the site itself, for links that are handed to people. */
  origin: string;
}

/** One text that stays in the browser when somebody signs out. */
export interface StoredText {
  read(): string | null;
  write(text: string): void;
}

export type DeviceSignal =
  /** A network has come, or gone. */
  | "online"
  | "offline"
  /** The page is on the screen again, or may be frozen or closed any moment. */
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
  /** A message was queued, refused or taken back: read them again. */
  | "unsent_changed"
  /** A message waits for a moderator, or was taken back from there. */
  | "held_changed"
  /** The same for a check-in. */
  | "check_ins_changed"
  /** Someone signed in: start again from what the store holds. */
  | "signed_in"
  /** Someone signed out: nothing of the account may be left or written again. */
  | "signed_out";
