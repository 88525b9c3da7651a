// What something that one has left is called on the screens.

import type { LeftView } from "../../protocol/wire";

export function leftName(left: LeftView): string {
  const other = left.members[0]?.alias;
  return left.name ?? (other ? `Private conversation with ${other}` : "Private conversation");
}
