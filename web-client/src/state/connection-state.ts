// The connection state that the client shows, derived from the network, the socket and
// the server.

import type { ConnectionState } from "./contract";

/** A single refusal may be a server that is just starting. */
const refusalsUntilBlocked = 2;

export interface ConnectionFacts {
  hasNetwork: boolean;
  /** Null while nobody is signed in. */
  connection: ConnectionState | null;
  /** How often in a row no socket could be opened although the server answers over HTTP. */
  socketsRefused: number;
  /** When to ask the server again who is signed in, after it did not answer. */
  askAgainAt: number | null;
  starting: boolean;
}

export function connectionState(facts: ConnectionFacts): ConnectionState {
  const { hasNetwork, connection, socketsRefused, askAgainAt, starting } = facts;
  if (!hasNetwork) return { kind: "offline" };
  if (connection?.kind === "waiting" || connection?.kind === "connecting") {
    return socketsRefused >= refusalsUntilBlocked ? { kind: "blocked" } : connection;
  }
  if (connection) return connection;
  if (askAgainAt !== null) return { kind: "waiting", retryAt: askAgainAt };
  return { kind: starting ? "connecting" : "online" };
}
