// Checks of the answers of the HTTP API. Knows nothing of paths or fetch.

import { list, number, optional, orNull, shape, text, truth, type Check } from "./shape";
import type {
  HelpCard,
  HelpNumber,
  InvitePreview,
  InviteRole,
  Joined,
  Me,
  Sessions,
  SessionView,
} from "./wire";

export const me: Check<Me> = shape<Me>({
  account: text,
  alias: text,
  coordinator: truth,
  sign_in_name: optional(text),
  calendar_feed: optional(truth),
});

export const invitePreview: Check<InvitePreview> = shape<InvitePreview>({
  role: text as Check<InviteRole>,
  circle: orNull(text),
});

export const helpCard: Check<HelpCard> = shape<HelpCard>({
  numbers: list(shape<HelpNumber>({ label: text, phone: text })),
  steps: list(text),
  last_checked: orNull(text),
});

export const joined: Check<Joined> = shape<Joined>({ circle: orNull(text) });

export const sessions: Check<Sessions> = shape<Sessions>({
  sessions: list(
    shape<SessionView>({
      id: text,
      device: text,
      signed_in_at: number,
      expires_at: number,
      current: truth,
    }),
  ),
});
