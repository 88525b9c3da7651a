// The present and former members of a circle, by alias, and whom a text mentions. Knows
// nothing of messages.

import type { EventPayload, JoinedAt, MemberId, MemberView } from "../protocol/wire";
import { limits } from "../protocol/wire";
import { mentionsIn } from "./mention-match";

export class Members {
  #list = $state.raw<readonly MemberView[]>([]);
  /** False until loaded from the server, and again after a gap. */
  complete = $state(false);
  /** Events received while the list was loading, which it may lack. */
  #meanwhile: [EventPayload, JoinedAt][] | null = null;

  readonly #byId: ReadonlyMap<MemberId, MemberView> = $derived(
    new Map(this.#list.map((member) => [member.id, member])),
  );

  get list(): readonly MemberView[] {
    return this.#list;
  }

  get(id: MemberId): MemberView | null {
    return this.#byId.get(id) ?? null;
  }

  replace(list: readonly MemberView[]): void {
    this.#list = list;
  }

  async load(ask: () => Promise<readonly MemberView[]>): Promise<void> {
    const meanwhile: [EventPayload, JoinedAt][] = (this.#meanwhile = []);
    try {
      const list = await ask();
      // The list was reset or requested again meanwhile: this answer is outdated.
      if (this.#meanwhile !== meanwhile) return;
      this.#list = list;
      this.complete = true;
    } finally {
      if (this.#meanwhile === meanwhile) this.#meanwhile = null;
    }
    for (const [what, where] of meanwhile) this.apply(what, where);
  }

  /** After a gap: the old list is shown until it is loaded again. */
  forget(): void {
    this.complete = false;
    this.#meanwhile = null;
  }

  /** `where` is the event's position in the log, and its time. */
  apply(what: EventPayload, where: JoinedAt): void {
    this.#meanwhile?.push([what, where]);
    switch (what.type) {
      case "member_joined": {
        const others = this.#list.filter(({ id }) => id !== what.member.id);
        this.#list = [...others, { ...what.member, joined: where }];
        return;
      }
      case "member_left":
      case "member_removed":
        this.#change(what.member, { present: false });
        return;
      case "member_role_changed":
        this.#change(what.member, { role: what.role });
        return;
      default:
    }
  }

  /** The present members whose alias follows an "@". */
  mentionedIn(body: string): MemberId[] {
    const present = this.#list.filter((member) => member.present);
    const mentioned = new Set(mentionsIn(body, present).map(({ id }) => id));
    return [...mentioned].slice(0, limits.mentionsPerMessage);
  }

  #change(id: MemberId, changed: Partial<MemberView>): void {
    this.#list = this.#list.map((member) =>
      member.id === id ? { ...member, ...changed } : member,
    );
  }
}
