// Message ids: UUIDv7, made on the device so that a message sent twice is one message.
// Each is greater than the one before, even within one millisecond or after the clock was
// set back, because the outbox is ordered by them.

export function messageIds(
  nowMs: () => number,
  randomBytes: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array,
): () => string {
  let lastMs = 0;
  let counter = 0;
  return () => {
    const now = nowMs();
    if (now > lastMs) {
      lastMs = now;
      counter = 0;
    } else if (counter < 0xfff) {
      counter += 1;
    } else {
      lastMs += 1;
      counter = 0;
    }
    const time = lastMs.toString(16).padStart(12, "0");
    const bytes = randomBytes(new Uint8Array(8));
    bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x80;
    const rest = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return [
      time.slice(0, 8),
      time.slice(8),
      `7${counter.toString(16).padStart(3, "0")}`,
      rest.slice(0, 4),
      rest.slice(4),
    ].join("-");
  };
}
