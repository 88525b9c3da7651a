// What something that one has left is called on the screens.

import type { LeftView } from "../../protocol/wire";
import { isolated } from "../isolated";

export function leftName(left: LeftView): string {
  const other = left.members[0]?.alias;
  if (left.name !== null) return isolated(left.name);
  return other ? `Private conversation with ${isolated(other)}` : "Private conversation";
}
