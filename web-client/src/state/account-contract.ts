// What the views can read and do about the user's own account.

import type { RecoveryPreview, SecurityNotice, SessionId, SessionView } from "../protocol/wire";

export interface AccountDetails {
  signInName: string | null;
  calendarFeed: boolean;
}

/** The user's own account, while they are signed in. */
export interface Account {
  sessions(): Promise<SessionView[]>;
  endSession(id: SessionId): Promise<void>;
  changePassphrase(current: string, next: string, endCalendarFeed?: boolean): Promise<void>;
  /** Unlocks one action that requires the passphrase. */
  confirmPassphrase(passphrase: string): Promise<void>;
  /** Details that no device keeps, asked of the server each time. */
  details(): Promise<AccountDetails>;
}

/** Security notices about the user's account, newest first. */
export interface SecurityNoticeList {
  /** Null until loaded. */
  readonly items: readonly SecurityNotice[] | null;
  load(): Promise<void>;
  markSeen(): Promise<void>;
}

/** What the holder of a recovery link does, whoever is signed in on this browser. */
export interface WayBack {
  preview(token: string): Promise<RecoveryPreview>;
  /** Sets the passphrase and signs in. Every other session of the account ends. */
  use(token: string, passphrase: string): Promise<void>;
}
