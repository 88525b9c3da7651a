// Whatever a person fills in outlasts a look at another screen, or it is named here
// why it does not have to.

import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

const views = resolve(import.meta.dirname, "../../src/views");

const field =
  /<(?:TextField|PassphraseField|ZoneField|PersonPicker|OptionalText|textarea|select)\b/u;
const kept = /\bformsOf\(|: FormDraft</u;

const notKept: Record<string, string> = {
  "auth/JoinWithAccount.svelte": "nobody moves on from there but by leaving it",
  "auth/SignIn.svelte": "a passphrase is never kept",
  "auth/SignUp.svelte": "the same",
  "auth/WayBack.svelte": "the same",
  "care/LapseDialog.svelte": "days and choices on one sheet, which hold nobody's words",
  "care/RecoveryDateDialog.svelte": "the same",
  "centre/Audit.svelte": "filters of a list",
  "circle/Composer.svelte": "kept on the device, by state/composer",
  "circle/JumpToDateDialog.svelte": "where to go, and nothing to save",
  "help/AskForHelp.svelte": "kept with the request for help, by state/help",
  "mentees/NextContactDialog.svelte": "one time on a sheet",
  "settings/PassphraseChange.svelte": "a passphrase is never kept",
};

test("every form keeps what was typed, or says why not", () => {
  const files = readdirSync(views, { recursive: true, encoding: "utf8" });
  const forms = files.filter((name) => {
    if (!name.endsWith(".svelte") || name.startsWith("parts/")) return false;
    const source = readFileSync(join(views, name), "utf8");
    return field.test(source) && name !== "zones/ZoneField.svelte";
  });
  const without = forms.filter((name) => !kept.test(readFileSync(join(views, name), "utf8")));
  expect(without.sort()).toEqual(Object.keys(notKept));
  expect(forms.length).toBeGreaterThan(20);
});
