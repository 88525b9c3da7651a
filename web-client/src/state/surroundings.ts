// What state needs from the device beside what net needs: a place to keep things,
// signals of the network, other tabs, and where new ids come from. The browser's
// own is in ../browser.ts; tests bring theirs.

import type { KeyStorage } from "../net/attempts";
import type { Clock, Fetch, OpenWire, Random } from "../net/surroundings";
import type { DeviceStore } from "./device-store";
import type { Keepsake } from "./help-card.svelte";

export interface Surroundings {
  clock: Clock;
  random: Random;
  openWire: OpenWire;
  fetch: Fetch;
  openStore(): Promise<DeviceStore>;
  device: Device;
  neighbours: Neighbours;
  /** UUIDv7: message ids sort by the time they were made. */
  newId(): string;
  /** The help card of the last time there was a network. */
  helpCard: Keepsake;
  /** What was asked on this page and not answered, for as long as its tab is open. */
  attempts: KeyStorage;
  /** Of the site itself, for links that are handed to people. */
  origin: string;
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
export interface Neighbours {
  tell(news: TabNews): void;
  listen(heard: (news: TabNews) => void): void;
}

export type TabNews =
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
