// Who is signed in: whether two records mean the same person, and the error that means
// that nobody is signed in.

import { Refused } from "../net/refused";
import type { StoredAccount } from "./device-store";

/** Compares aliases where an older client kept no account id. */
export function isSamePerson(known: StoredAccount, me: StoredAccount): boolean {
  return known.account === undefined || me.account === undefined
    ? known.alias === me.alias
    : known.account === me.account;
}

export function isNotSignedIn(error: unknown): boolean {
  return error instanceof Refused && error.code === "not_signed_in";
}

export function notSignedIn(): Refused {
  return new Refused({ code: "not_signed_in", message: "Please sign in again." });
}
