// The user's own account over HTTP: its passphrase, its sign-in name and its sessions.
// Somebody has to be signed in for all of it.

import type { Http } from "../net/http";
import type { SessionId } from "../protocol/wire";
import type { AccountRequests } from "./account-requests";
import type { Account } from "./account-contract";

/** Passes an answer on, and notices where it says that nobody is signed in. */
export type NoticingSignOut = <T>(request: Promise<T>) => Promise<T>;

export function ownAccount(
  http: Http,
  requests: AccountRequests,
  noticingSignOut: NoticingSignOut,
): Account {
  return {
    sessions: async () => (await noticingSignOut(http.sessions())).sessions,
    endSession: (id: SessionId) => noticingSignOut(http.endSession(id)),
    changePassphrase: (current, next, endCalendarFeed) =>
      noticingSignOut(requests.changePassphrase(current, next, endCalendarFeed)),
    confirmPassphrase: (passphrase) => noticingSignOut(http.confirmPassphrase({ passphrase })),
    details: async () => {
      const me = await noticingSignOut(http.me());
      return { signInName: me.sign_in_name ?? null, calendarFeed: me.calendar_feed ?? false };
    },
  };
}
