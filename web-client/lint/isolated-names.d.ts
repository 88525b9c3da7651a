import type { Rule } from "eslint";
export const isolatedNames: Rule.RuleModule;
