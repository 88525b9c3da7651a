// The review queue: cases, appeals, and proposals that need a second person to agree.
// Loaded at every welcome and whenever the server says that it has changed.

import type {
  AppealView,
  CaseView,
  CircleId,
  MemberId,
  OpenedCase,
  ProposalView,
} from "../protocol/wire";
import type { Requester } from "./requester";
import type { OwnCircle } from "./circle.svelte";
import { Listing } from "./listing.svelte";
import { centreCircles, rosterOf } from "./people-lists";
import type { KnownPerson, Queue } from "./queue-contract";
import { groupCases } from "./case-groups";

export interface QueueHost extends Requester {
  readonly coordinator: boolean;
  readonly circles: readonly OwnCircle[];
  circle(id: CircleId): OwnCircle | null;
}

/** Appends the next page of evidence; everything else came with the first one. */
function withMoreEvidence(
  read: Pick<OpenedCase, "evidence">,
  opened: Pick<OpenedCase, "evidence" | "has_more">,
): Pick<OpenedCase, "evidence" | "has_more"> {
  return { evidence: [...read.evidence, ...opened.evidence], has_more: opened.has_more };
}

export class OwnQueue implements Queue {
  readonly #cases: Listing<CaseView>;
  readonly #appeals: Listing<AppealView>;
  readonly #proposals: Listing<ProposalView>;
  #hasMore = $state(false);
  changes = $state(0);
  #pages = 1;
  /** Names of circles that we are not in, as the centre knows them, and of their people. */
  #names = $state.raw<ReadonlyMap<CircleId, string>>(new Map());
  #people = $state.raw<ReadonlyMap<MemberId, KnownPerson>>(new Map());

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
    return groupCases(this.cases ?? []).length + (this.appeals?.length ?? 0) + ours;
  }

  circleName(id: CircleId): string {
    return this.host.circle(id)?.name ?? this.#names.get(id) ?? "A circle";
  }

  personOf(circle: CircleId, member: MemberId): KnownPerson | null {
    const alias = this.host.circle(circle)?.member(member)?.alias;
    if (alias !== undefined) return { label: null, alias, invited_at: null };
    return this.#people.get(member) ?? null;
  }

  async load(): Promise<void> {
    await Promise.all([this.#cases.load(), this.#appeals.load(), this.#proposals.load()]);
  }

  async more(): Promise<void> {
    this.#pages += 1;
    await this.#cases.load();
  }

  /** After a welcome or a change. Whoever decides nothing loads nothing. */
  changed(): void {
    this.changes += 1;
    if (this.decides) this.load().catch(() => {});
    else for (const list of [this.#cases, this.#appeals, this.#proposals]) list.items = null;
  }

  async loadNames(decided: readonly CircleId[] = []): Promise<void> {
    const all = [...(this.cases ?? []), ...(this.appeals ?? []), ...(this.proposals ?? [])];
    const foreign = new Set<CircleId>();
    for (const circle of new Set([...all.map(({ circle }) => circle), ...decided])) {
      const own = this.host.circle(circle);
      if (own) await own.loadMembers();
      else foreign.add(circle);
    }
    if (foreign.size > 0 && this.host.coordinator) await this.#loadForeignNames(foreign);
  }

  fetchCase: Queue["fetchCase"] = async (id, read) => {
    const skip = read?.evidence.length ?? 0;
    const { opened } = await this.host.ask({ type: "fetch_case", case: id, skip });
    return read ? { ...read, ...withMoreEvidence(read, opened) } : opened;
  };

  claim = (id: string) => this.#decide({ type: "claim_case", case: id });

  handOver = (id: string, to: MemberId | null) =>
    this.#decide({ type: "hand_over_case", case: id, to });

  close: Queue["close"] = (id, resolution, reason) =>
    this.#decide({ type: "close_case", case: id, resolution, reason });

  decided: Queue["decided"] = async (before) => {
    const { decided, has_more } = await this.host.ask({ type: "list_decided_cases", before });
    return { decided, hasMore: has_more };
  };

  undo: Queue["undo"] = async (decision) => {
    const { undone } = await this.#thenReload(this.host.ask({ type: "undo_decision", decision }));
    return undone;
  };

  fetchAppeal: Queue["fetchAppeal"] = async (id, read) => {
    const skip = read?.messages.length ?? 0;
    const { opened } = await this.host.ask({ type: "fetch_appeal", appeal: id, skip });
    if (!read) return opened;
    return { ...read, messages: [...read.messages, ...opened.messages], has_more: opened.has_more };
  };

  decideAppeal: Queue["decideAppeal"] = (id, outcome) =>
    this.#decide({ type: "decide_appeal", appeal: id, outcome });

  fetchProposal: Queue["fetchProposal"] = async (id, read) => {
    const skip = read?.evidence.length ?? 0;
    const { opened } = await this.host.ask({ type: "fetch_proposal", proposal: id, skip });
    return read ? { ...read, ...withMoreEvidence(read, opened) } : opened;
  };

  decideProposal: Queue["decideProposal"] = (id, agree) =>
    this.#decide({ type: "decide_proposal", proposal: id, agree });

  /** Reloads the queue even where the request was refused: somebody else may have decided
   *  first. */
  async #thenReload<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } finally {
      await this.load().catch(() => {});
    }
  }

  async #decide(request: Parameters<QueueHost["ask"]>[0]): Promise<void> {
    await this.#thenReload(this.host.ask(request));
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

  /** Loaded each time: somebody may have joined, or left with a case open. */
  async #loadForeignNames(foreign: ReadonlySet<CircleId>): Promise<void> {
    const names = new Map(this.#names);
    const people = new Map(this.#people);
    const ask: QueueHost["ask"] = (request) => this.host.ask(request);
    const circles = await centreCircles(ask);
    for (const { id, name } of circles) if (foreign.has(id)) names.set(id, name);
    for (const circle of foreign) {
      const entries = await rosterOf(ask, circle, true);
      for (const entry of entries) people.set(entry.member, entry);
    }
    this.#names = names;
    this.#people = people;
  }
}
