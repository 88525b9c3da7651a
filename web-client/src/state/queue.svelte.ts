// What waits for us to decide: cases, appeals, and measures that take a second.
// Read at every welcome and whenever the server says that it has changed.

import type { AppealView, CaseView, CircleId, MemberId, ProposalView } from "../protocol/wire";
import type { Asking } from "./asking";
import type { OwnCircle } from "./circle.svelte";
import type { Queue } from "./contract";
import { Listing } from "./listing.svelte";

export interface QueueHost extends Asking {
  readonly coordinator: boolean;
  readonly circles: readonly OwnCircle[];
  circle(id: CircleId): OwnCircle | null;
}

export class OwnQueue implements Queue {
  readonly #cases: Listing<CaseView>;
  readonly #appeals: Listing<AppealView>;
  readonly #proposals: Listing<ProposalView>;
  #hasMore = $state(false);
  #pages = 1;
  /** Of circles that we are not in: what the centre calls them, and their people. */
  #names = $state.raw<ReadonlyMap<CircleId | MemberId, string>>(new Map());

  constructor(private readonly host: QueueHost) {
    this.#cases = new Listing(() => this.#readCases());
    this.#appeals = new Listing(async () => (await host.ask({ type: "list_appeals" })).appeals);
    this.#proposals = new Listing(
      async () => (await host.ask({ type: "list_proposals" })).proposals,
    );
  }

  get decides(): boolean {
    return this.host.coordinator || this.host.circles.some(({ role }) => role === "moderator");
  }

  get cases() {
    return this.#cases.items;
  }

  get hasMore(): boolean {
    return this.#hasMore;
  }

  get appeals() {
    return this.#appeals.items;
  }

  get proposals() {
    return this.#proposals.items;
  }

  get count(): number {
    const ours = this.proposals?.filter(({ mine }) => !mine).length ?? 0;
    return (this.cases?.length ?? 0) + (this.appeals?.length ?? 0) + ours;
  }

  circleName(id: CircleId): string {
    return this.host.circle(id)?.name ?? this.#names.get(id) ?? "A circle";
  }

  nameOf(circle: CircleId, member: MemberId): string | null {
    return this.host.circle(circle)?.member(member)?.alias ?? this.#names.get(member) ?? null;
  }

  async load(): Promise<void> {
    await Promise.all([this.#cases.load(), this.#appeals.load(), this.#proposals.load()]);
  }

  async more(): Promise<void> {
    this.#pages += 1;
    await this.#cases.load();
  }

  /** A welcome, or news. Whoever has nothing to decide asks for nothing. */
  changed(): void {
    if (this.decides) this.load().catch(() => {});
    else for (const list of [this.#cases, this.#appeals, this.#proposals]) list.items = null;
  }

  async meet(): Promise<void> {
    const all = [...(this.cases ?? []), ...(this.appeals ?? []), ...(this.proposals ?? [])];
    const strange = new Set<CircleId>();
    for (const { circle } of all) {
      const own = this.host.circle(circle);
      if (own) await own.meetMembers();
      else if (!this.#names.has(circle)) strange.add(circle);
    }
    if (strange.size > 0 && this.host.coordinator) await this.#meetStrangers(strange);
  }

  openCase = async (id: string) => (await this.host.ask({ type: "open_case", case: id })).opened;

  claim = (id: string) => this.#decide({ type: "claim_case", case: id });

  handOver = (id: string, to: MemberId | null) =>
    this.#decide({ type: "hand_over_case", case: id, to });

  close: Queue["close"] = (id, action, reason) =>
    this.#decide({ type: "close_case", case: id, action, reason });

  openAppeal = async (id: string) =>
    (await this.host.ask({ type: "open_appeal", appeal: id })).opened;

  decideAppeal: Queue["decideAppeal"] = (id, outcome) =>
    this.#decide({ type: "decide_appeal", appeal: id, outcome });

  decideProposal: Queue["decideProposal"] = (id, agree) =>
    this.#decide({ type: "decide_proposal", proposal: id, agree });

  /** Refused or not, the queue is no longer what it was: somebody else may have
   *  been faster. */
  async #decide(request: Parameters<QueueHost["ask"]>[0]): Promise<void> {
    try {
      await this.host.ask(request);
    } finally {
      await this.load().catch(() => {});
    }
  }

  async #readCases(): Promise<CaseView[]> {
    const all: CaseView[] = [];
    let more = true;
    for (let page = 0; more && page < this.#pages; page += 1) {
      const after = all.at(-1)?.id ?? null;
      const answer = await this.host.ask({ type: "list_cases", after });
      all.push(...answer.cases);
      more = answer.has_more;
    }
    this.#hasMore = more;
    return all;
  }

  /** A coordinator knows a circle's people by the labels of their invites. */
  async #meetStrangers(strange: ReadonlySet<CircleId>): Promise<void> {
    const names = new Map(this.#names);
    const { circles } = await this.host.ask({ type: "list_circles" });
    for (const { id, name } of circles) if (strange.has(id)) names.set(id, name);
    for (const circle of strange) {
      const { entries } = await this.host.ask({ type: "list_roster", circle });
      for (const { member, label } of entries) if (label !== null) names.set(member, label);
    }
    this.#names = names;
  }
}
