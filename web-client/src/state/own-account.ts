// One's own account over HTTP: its passphrase, its sign-in name, and where it is signed
// in. Everything here needs somebody to be signed in.

import type { Http } from "../net/http";
import type { SessionId } from "../protocol/wire";
import type { AccountRequests } from "./account-requests";
import type { Account } from "./account-contract";

/** Passes an answer on; one that says that nobody is signed in is heard of first. */
export type AsMember = <T>(request: Promise<T>) => Promise<T>;

export function ownAccount(http: Http, requests: AccountRequests, asMember: AsMember): Account {
  return {
    sessions: async () => (await asMember(http.sessions())).sessions,
    endSession: (id: SessionId) => asMember(http.endSession(id)),
    changePassphrase: (current, next, endCalendarFeed) =>
      asMember(requests.changePassphrase(current, next, endCalendarFeed)),
    confirmPassphrase: (passphrase) => asMember(http.confirmPassphrase({ passphrase })),
    details: async () => {
      const me = await asMember(http.me());
      return { signInName: me.sign_in_name ?? null, calendarFeed: me.calendar_feed ?? false };
    },
  };
}
