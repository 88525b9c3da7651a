// What the views may see and do about help alerts and the rota. The same promises hold
// as in contract.ts.

import type {
  CircleId,
  HelpId,
  OnCallId,
  HelpAlert,
  Rota,
  ShiftId,
  Timestamp,
} from "../protocol/wire";

export interface OnCall {
  /** We take shifts on call. */
  readonly takesShifts: boolean;
  /** A request for help may be sent to us. */
  readonly mayBeAlerted: boolean;

  /** Null until asked for. */
  readonly alerts: readonly HelpAlert[] | null;
  loadAlerts(): Promise<void>;
  /** Those that nobody has answered, the oldest first. */
  readonly waiting: readonly HelpAlert[];
  /** An alert that waited for us until somebody else answered it. */
  readonly takenByOther: HelpAlert | null;
  dismissTaken(): void;
  /** What we are replying to in this private conversation, while it has not ended. */
  answering(direct: CircleId): HelpAlert | null;
  /** Resolves to the private conversation with whoever asked. */
  acknowledge(help: HelpId): Promise<CircleId>;

  readonly rotaNews: number;
  rota(from: Timestamp, to: Timestamp): Promise<Rota>;
  handOverShift(shift: ShiftId, to: OnCallId): Promise<void>;
}
