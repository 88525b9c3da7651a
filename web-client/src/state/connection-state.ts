// What the client says of its connection, out of what is known of the network, the
// socket and the server.

import type { ConnectionState } from "./contract";

/** One refusal alone may be a server that is just starting. */
const surelyRefused = 2;

export interface Known {
  networked: boolean;
  /** Null while nobody is signed in. */
  connection: ConnectionState | null;
  /** How often in a row the server answered by HTTP where it gave us no socket. */
  socketsRefused: number;
  /** When "who am I" is asked again, where it got no answer. */
  askAgainAt: number | null;
  starting: boolean;
}

export function connectionState(known: Known): ConnectionState {
  const { networked, connection, socketsRefused, askAgainAt, starting } = known;
  if (!networked) return { kind: "offline" };
  if (connection?.kind === "waiting" || connection?.kind === "connecting") {
    return socketsRefused >= surelyRefused ? { kind: "blocked" } : connection;
  }
  if (connection) return connection;
  if (askAgainAt !== null) return { kind: "waiting", retryAt: askAgainAt };
  return { kind: starting ? "connecting" : "online" };
}
