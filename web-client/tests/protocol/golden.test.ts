// The golden examples, written by the server's side of the wire format: what the server
// sends must be readable here, what the client sends must have its types, and every kind
// must have an example.

import { expect, test } from "vitest";
import changePassphrase from "../../../protocol/golden/http/change_passphrase.json";
import confirmPassphrase from "../../../protocol/golden/http/confirm_passphrase.json";
import health from "../../../protocol/golden/http/health.json";
import joinCircle from "../../../protocol/golden/http/join_circle.json";
import previewInvite from "../../../protocol/golden/http/preview_invite.json";
import previewRecovery from "../../../protocol/golden/http/preview_recovery.json";
import recoverAccount from "../../../protocol/golden/http/recover_account.json";
import signIn from "../../../protocol/golden/http/sign_in.json";
import signUp from "../../../protocol/golden/http/sign_up.json";
import { readFrame } from "../../src/protocol/read-frame";
import * as readers from "../../src/protocol/readers";
import type { Check } from "../../src/protocol/shape";
import type {
  ChangePassphrase,
  ConfirmPassphrase,
  HealthView,
  JoinCircle,
  PreviewInvite,
  PreviewRecovery,
  RecoverAccount,
  SignIn,
  SignUp,
} from "../../src/protocol/wire";
import { golden } from "./golden";
import { kindsOf } from "./wire-types";

test.each(golden("frames"))("the frame %s is read whole", (name, content) => {
  const frame = readFrame(content);
  expect(frame).not.toBeNull();
  if (frame?.type === "event") {
    expect(frame.entry.what?.type).toBe(name.replace("event.", ""));
    expect({ type: "event", ...frame.entry }).toEqual(JSON.parse(content));
  } else {
    expect(frame).toEqual(JSON.parse(content));
  }
});

test("every kind of frame has an example", () => {
  const names = golden("frames").map(([name]) => name);
  const kinds = [
    "refused",
    ...kindsOf("Reply").map((kind) => `reply.${kind}`),
    ...kindsOf("EventPayload").map((kind) => `event.${kind}`),
    ...kindsOf("Notice").map((kind) => `notice.${kind}`),
  ];
  expect(names.sort()).toEqual(kinds.sort());
});

test("every request has an example, and the other way round", () => {
  const asked = golden("requests").map(
    ([, content]) => (JSON.parse(content) as { type: string }).type,
  );
  expect([...new Set(asked)].sort()).toEqual(kindsOf("Request"));
});

const read: Record<string, Check<unknown>> = {
  invite_preview: readers.invitePreview,
  joined: readers.joined,
  help_card: readers.helpCard,
  me: readers.me,
  recovery_preview: readers.recoveryPreview,
  sessions: readers.sessions,
  refusal: readers.refusal,
};

/** Those that the client only writes, and the one that it never asks for: here the compiler
 *  is the test. */
const written = {
  preview_invite: previewInvite satisfies PreviewInvite,
  sign_up: signUp satisfies SignUp,
  join_circle: joinCircle satisfies JoinCircle,
  sign_in: signIn satisfies SignIn,
  preview_recovery: previewRecovery satisfies PreviewRecovery,
  recover_account: recoverAccount satisfies RecoverAccount,
  change_passphrase: changePassphrase satisfies ChangePassphrase,
  confirm_passphrase: confirmPassphrase satisfies ConfirmPassphrase,
  health: health satisfies HealthView,
};

test.each(golden("http"))("the HTTP body %s is known", (name, content) => {
  const body: unknown = JSON.parse(content);
  if (name in written) expect(body).toEqual(written[name as keyof typeof written]);
  else expect(read[name]?.(body)).toBe(true);
});
