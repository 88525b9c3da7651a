// What was asked of the server and may not have been answered yet: each attempt has a
// key, made once and sent along however often it is repeated, so that the server
// carries it out once. A key is forgotten when its attempt has succeeded.

/** Where the keys outlast a reload. */
export interface KeyStorage {
  read(): string | null;
  keep(text: string): void;
}

/** More than anybody has under way; the oldest go. */
const most = 50;

export class Attempts {
  #keys: Map<string, string>;

  constructor(
    private readonly newKey: () => string,
    private readonly storage: KeyStorage | null = null,
  ) {
    this.#keys = new Map(parse(storage?.read() ?? null));
  }

  /** The key of an attempt that has not succeeded so far. */
  keyOf(what: string): string | undefined {
    return this.#keys.get(what);
  }

  /** `what` says which attempts are one and the same. */
  async run<T>(what: string, ask: (key: string) => Promise<T>): Promise<T> {
    const key = this.#keys.get(what) ?? this.newKey();
    this.#keys.set(what, key);
    const [oldest] = this.#keys.keys();
    if (this.#keys.size > most && oldest !== undefined) this.#keys.delete(oldest);
    this.#keep();
    const answer = await ask(key);
    this.#keys.delete(what);
    this.#keep();
    return answer;
  }

  forgetAll(): void {
    this.#keys.clear();
    this.#keep();
  }

  #keep(): void {
    this.storage?.keep(JSON.stringify([...this.#keys]));
  }
}

function parse(kept: string | null): [string, string][] {
  try {
    const list: unknown = JSON.parse(kept ?? "[]");
    if (!Array.isArray(list)) return [];
    return list.filter(
      (pair): pair is [string, string] =>
        Array.isArray(pair) && pair.length === 2 && pair.every((part) => typeof part === "string"),
    );
  } catch {
    return [];
  }
}
