// Who is or was in a circle, by the names the circle knows them by; and whom a
// text mentions. Knows nothing of messages.

import type { Happening, MemberId, MemberView } from "../protocol/wire";
import { limits } from "../protocol/wire";

export class Members {
  #list = $state.raw<readonly MemberView[]>([]);
  /** False until the server has told, and again after a gap. */
  complete = false;

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

  take(what: Happening): void {
    switch (what.type) {
      case "member_joined":
        this.#list = [...this.#list.filter(({ id }) => id !== what.member.id), what.member];
        return;
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

  /** Those whose alias follows an @, the longest alias first: "@Jo K" is not "@Jo". */
  mentionedIn(body: string): MemberId[] {
    const present = this.#list.filter((member) => member.present);
    const longestFirst = present.toSorted((a, b) => b.alias.length - a.alias.length);
    const mentioned = new Set<MemberId>();
    for (let at = body.indexOf("@"); at !== -1; at = body.indexOf("@", at + 1)) {
      const rest = body.slice(at + 1).toLowerCase();
      const member = longestFirst.find(({ alias }) => beginsWithWord(rest, alias.toLowerCase()));
      if (member) mentioned.add(member.id);
    }
    return [...mentioned].slice(0, limits.mentionsPerMessage);
  }

  #change(id: MemberId, changed: Partial<MemberView>): void {
    this.#list = this.#list.map((member) =>
      member.id === id ? { ...member, ...changed } : member,
    );
  }
}

function beginsWithWord(text: string, word: string): boolean {
  return text.startsWith(word) && !/^[\p{L}\p{N}]/u.test(text.slice(word.length));
}
