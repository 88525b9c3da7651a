// What was asked of the server and may not have been answered yet: each attempt has a
// key, made once and sent along however often it is repeated, so that the server
// carries it out once. A key is forgotten when its attempt has succeeded, or when the
// server has forgotten it.

/** Where the keys outlast a reload, and what other tabs keep there. */
export interface KeyStorage {
  read(): string | null;
  write(text: string): void;
}

/** More than anybody has under way; the oldest go. */
const most = 50;
/** For so long the server remembers one. */
const keptMs = 24 * 3_600_000;

export class Attempts {
  #keys = new Map<string, string>();

  constructor(
    private readonly newKey: () => string,
    private readonly storage: KeyStorage | null = null,
    private readonly now = (): number => 0,
  ) {}

  /** The key of an attempt that has not succeeded so far. */
  keyOf(what: string): string | undefined {
    const kept = this.storage?.read();
    if (kept) this.#keys = new Map(parse(kept));
    for (const [one, key] of this.#keys) {
      if (this.now() - madeAt(key) > keptMs) this.#keys.delete(one);
    }
    return this.#keys.get(what);
  }

  /** `what` says which attempts are one and the same. */
  async run<T>(what: string, ask: (key: string) => Promise<T>): Promise<T> {
    const key = this.keyOf(what) ?? this.newKey();
    this.#keys.set(what, key);
    const [oldest] = this.#keys.keys();
    if (this.#keys.size > most && oldest !== undefined) this.#keys.delete(oldest);
    this.#keep();
    const answer = await ask(key);
    // Others may have come while this one was waited for.
    this.keyOf(what);
    this.#keys.delete(what);
    this.#keep();
    return answer;
  }

  forgetAll(): void {
    this.#keys.clear();
    this.#keep();
  }

  #keep(): void {
    this.storage?.write(JSON.stringify([...this.#keys]));
  }
}

/** A key is a UUIDv7, which begins with the milliseconds since 1970. */
const madeAt = (key: string): number => parseInt(key.replace("-", "").slice(0, 12), 16);

function parse(kept: string): [string, string][] {
  try {
    const list: unknown = JSON.parse(kept);
    if (!Array.isArray(list)) return [];
    return list.filter(
      (pair): pair is [string, string] =>
        Array.isArray(pair) && pair.length === 2 && pair.every((part) => typeof part === "string"),
    );
  } catch {
    return [];
  }
}
