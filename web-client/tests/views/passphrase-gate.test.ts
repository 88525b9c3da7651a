// What takes the passphrase once more: asked for when the server says so, and sent
// before the same is tried again.

import { expect, test } from "vitest";

import { PassphraseGate } from "../../src/views/passphrase-gate.svelte";

const needed = { code: "passphrase_needed", message: "Please enter your passphrase to go on." };
const wrong = { code: "sign_in_failed", message: "No.", field: "passphrase" };

function account() {
  const seen: string[] = [];
  return {
    seen,
    confirmPassphrase: (passphrase: string) => {
      seen.push(passphrase);
      return passphrase === "right" ? Promise.resolve() : Promise.reject(wrong);
    },
  };
}

test("what needs no passphrase asks for none", async () => {
  const own = account();
  const gate = new PassphraseGate(own);
  expect(await gate.run(() => Promise.resolve("done"))).toBe("done");
  expect(gate.required).toBe(false);
  expect(own.seen).toEqual([]);
});

test("it is asked for, sent, and forgotten", async () => {
  const own = account();
  const gate = new PassphraseGate(own);
  const act = () => (own.seen.includes("right") ? Promise.resolve("done") : Promise.reject(needed));
  await expect(gate.run(act)).rejects.toBe(needed);
  expect(gate.required).toBe(true);
  gate.passphrase = "right";
  expect(await gate.run(act)).toBe("done");
  expect(gate.required).toBe(false);
  expect(gate.passphrase).toBe("");
});

test("with a wrong one nothing is tried, and what was typed stays", async () => {
  const own = account();
  const gate = new PassphraseGate(own);
  let tried = 0;
  const act = () => {
    tried += 1;
    return Promise.reject(needed);
  };
  await expect(gate.run(act)).rejects.toBe(needed);
  gate.passphrase = "a guess";
  await expect(gate.run(act)).rejects.toBe(wrong);
  expect(tried).toBe(1);
  expect(gate.passphrase).toBe("a guess");
});
