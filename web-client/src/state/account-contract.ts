// What the views may see and do of one's own account.

import type { SecurityNotice, SessionId, SessionView } from "../protocol/wire";

export interface AccountDetails {
  signInName: string | null;
  calendarFeed: boolean;
}

/** One's own account, while one is signed in. */
export interface Account {
  sessions(): Promise<SessionView[]>;
  endSession(id: SessionId): Promise<void>;
  changePassphrase(current: string, next: string, endCalendarFeed?: boolean): Promise<void>;
  /** Good for one action that asks for it. */
  confirmPassphrase(passphrase: string): Promise<void>;
  /** What no device keeps: what one signs in with, and whether there is a calendar link. */
  details(): Promise<AccountDetails>;
}

/** What one is told about the safety of one's account, newest first. */
export interface SecurityNoticeList {
  /** Null until it was read. */
  readonly items: readonly SecurityNotice[] | null;
  load(): Promise<void>;
  markSeen(): Promise<void>;
}
