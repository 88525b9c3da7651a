// What to say when nobody can be told at the moment, by the state of the connection. Pure.

import type { ConnectionState } from "../../state/contract";

export interface UnreachableReason {
  text: string;
  /** What brings the connection back, where a press does. */
  button: "reconnect" | "take_over" | null;
}

/** Null where somebody can be told. */
export function unreachable(kind: ConnectionState["kind"]): UnreachableReason | null {
  switch (kind) {
    case "online":
    case "server_trouble":
      return null;
    case "offline":
      return {
        text: "Nobody can be told from here without a network. Please call one of these numbers.",
        button: null,
      };
    case "connecting":
      return {
        text: "Connecting. Until that is done, please call one of these numbers.",
        button: null,
      };
    case "waiting":
      return {
        text: "The connection is lost, and nobody can be told from here until it is back. Please call one of these numbers.",
        button: "reconnect",
      };
    case "blocked":
      return {
        text: "This network does not let a request for help through. Another network may, such as mobile data. Please call one of these numbers.",
        button: "reconnect",
      };
    case "replaced":
      return {
        text: "This page has stopped, because it is open in several other tabs or devices. Press “Use here” to tell somebody from this page.",
        button: "take_over",
      };
  }
}

/** Said beside the buttons, which stay: trying is what shows that it is over. */
export const storageTroubleText =
  "The server can't store anything just now. Please call one of these numbers; you can also try from here.";
