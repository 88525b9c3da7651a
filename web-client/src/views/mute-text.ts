// Says what muting a message or a person leads to, wherever it is decided. Pure.

import type { MuteDuration } from "../protocol/wire";
import { isolated } from "./isolated";
import { durations } from "./moderation-labels";

export type Muting = "message" | "member" | "everything";

export function muteConsequences(what: Muting, duration: MuteDuration, name: string): string {
  const them = isolated(name);
  const time = durations.find(([each]) => each === duration)?.[1] ?? "a while";
  const appealText = `The reason is told to ${them}, who can appeal. You can undo it.`;
  const quiet = `${them} can't post here for ${time}. They still read, check in and ask for help.`;
  switch (what) {
    case "message":
      return `The circle no longer sees the message. ${appealText}`;
    case "member":
      return `${quiet} ${appealText}`;
    case "everything":
      return `The circle no longer sees what ${them} wrote in the last 24 hours. ${quiet} ${appealText}`;
  }
}
