// What the views can read and do about help alerts and the rota. The rules of contract.ts
// hold here too.

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

  /** Null until loaded. */
  readonly alerts: readonly HelpAlert[] | null;
  loadAlerts(): Promise<void>;
  /** Alerts that nobody has answered, oldest first. */
  readonly waiting: readonly HelpAlert[];
  /** An alert that waited for us until somebody else answered it. */
  readonly takenByOther: HelpAlert | null;
  dismissTaken(): void;
  /** The alert that we are answering in this private conversation, until it ends. */
  answering(direct: CircleId): HelpAlert | null;
  /** Takes the alert. Resolves to the private conversation with whoever asked. */
  acknowledge(help: HelpId): Promise<CircleId>;

  readonly rotaChanges: number;
  rota(from: Timestamp, to: Timestamp): Promise<Rota>;
  handOverShift(shift: ShiftId, to: OnCallId): Promise<void>;
}
