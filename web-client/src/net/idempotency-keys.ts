// Idempotency keys of requests that may not have been answered yet. Each attempt gets one
// key, which goes along with every repetition, so that the server carries the request out
// once. A key is dropped when its attempt succeeds, or when the server no longer knows it.

/** Where keys are kept across a reload; shared with other tabs. */
export interface KeyStorage {
  read(): string | null;
  write(text: string): void;
}

/** More than anybody has under way; beyond it the oldest keys are dropped. */
const maxKeys = 50;
/** For this long the server remembers a key. */
const keyLifetimeMs = 24 * 3_600_000;

export class IdempotencyKeys {
  #keys = new Map<string, string>();

  constructor(
    private readonly newKey: () => string,
    private readonly storage: KeyStorage | null = null,
    private readonly now = (): number => 0,
  ) {}

  /** The key of this attempt, where it has been made and has not succeeded yet. */
  keyOf(attempt: string): string | undefined {
    const kept = this.storage?.read();
    if (kept) this.#keys = new Map(parse(kept));
    for (const [name, key] of this.#keys) {
      if (this.now() - createdAt(key) > keyLifetimeMs) this.#keys.delete(name);
    }
    return this.#keys.get(attempt);
  }

  /** Calls with the same `attempt` name are repetitions of one attempt. */
  async run<T>(attempt: string, ask: (key: string) => Promise<T>): Promise<T> {
    const key = this.keyOf(attempt) ?? this.newKey();
    this.#keys.set(attempt, key);
    const [oldest] = this.#keys.keys();
    if (this.#keys.size > maxKeys && oldest !== undefined) this.#keys.delete(oldest);
    this.#store();
    const answer = await ask(key);
    // Another tab may have stored keys meanwhile: read them before writing.
    this.keyOf(attempt);
    this.#keys.delete(attempt);
    this.#store();
    return answer;
  }

  forgetAll(): void {
    this.#keys.clear();
    this.#store();
  }

  #store(): void {
    this.storage?.write(JSON.stringify([...this.#keys]));
  }
}

/** A key is a UUIDv7, which begins with the milliseconds since 1970. */
const createdAt = (key: string): number => parseInt(key.replace("-", "").slice(0, 12), 16);

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
