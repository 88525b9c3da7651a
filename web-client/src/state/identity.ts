// Who is signed in: whether two are the same person, and what says that nobody is.

import { Refused } from "../net/refused";
import type { RememberedMe } from "./device-store";

/** Where an older client kept no account id, the alias must do. */
export function isSamePerson(known: RememberedMe, me: RememberedMe): boolean {
  return known.account === undefined || me.account === undefined
    ? known.alias === me.alias
    : known.account === me.account;
}

export function saysSignedOut(error: unknown): boolean {
  return error instanceof Refused && error.code === "not_signed_in";
}

export function pleaseSignIn(): Refused {
  return new Refused({ code: "not_signed_in", message: "Please sign in again." });
}
