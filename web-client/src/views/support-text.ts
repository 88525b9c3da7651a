// The labels of the words of support, and who gave them. Never a total: support is not a
// score. Also formats lists of names, and counts.

import type { Reaction } from "../protocol/wire";
import { isolated } from "./isolated";

export const supportLabels: Record<Reaction, string> = {
  with_you: "With you",
  proud_of_you: "Proud of you",
  thank_you: "Thank you",
  me_too: "Me too",
  strength: "Sending strength",
};

/** "Jo", "Jo and Sam", "Jo, Sam and Kim". */
export function formatNames(names: readonly string[]): string {
  const last = names.at(-1);
  if (last === undefined) return "";
  const before = names.slice(0, -1).map(isolated).join(", ");
  return names.length === 1 ? isolated(last) : `${before} and ${isolated(last)}`;
}

/** "1 report", "2 reports". */
export const counted = (count: number, singular: string, plural = `${singular}s`): string =>
  `${count} ${count === 1 ? singular : plural}`;

/** The first few names only, for a narrow line. */
export function fewNames(names: readonly string[], most = 3): string {
  return names.length <= most
    ? formatNames(names)
    : `${names.slice(0, most).map(isolated).join(", ")} and others`;
}
