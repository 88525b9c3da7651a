// The platform that the client runs on: clock, randomness, sockets and HTTP. `net` and
// `state` take it as an argument, so that tests can pass a stopped clock and a server in
// memory.

/** Cancels what was started; safe to call twice. */
export type Cancel = () => void;

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  after(ms: number, action: () => void): Cancel;
}

/** From 0 up to, not including, 1. */
export type Random = () => number;

/** The part of a browser's WebSocket that is used. */
export interface Socket {
  send(frame: string): void;
  close(): void;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
}

export type OpenSocket = () => Socket;

export type Fetch = (
  path: string,
  request: { method: string; headers?: Record<string, string>; body?: string },
) => Promise<{ ok: boolean; status: number; text(): Promise<string> }>;
