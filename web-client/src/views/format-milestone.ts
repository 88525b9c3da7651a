// Formats a milestone, the same everywhere. Pure.

import type { Milestone } from "../protocol/wire";
import { counted } from "./support-text";

/** "24 hours", "90 days", "6 months", "2 years". */
export function formatMilestone(milestone: Milestone): string {
  const [unit, number = ""] = milestone.split("_");
  const count = Number(number);
  if (Number.isNaN(count)) return "A milestone";
  if (unit === "days") return count === 1 ? "24 hours" : counted(count, "day");
  return count % 12 === 0 ? counted(count / 12, "year") : counted(count, "month");
}
