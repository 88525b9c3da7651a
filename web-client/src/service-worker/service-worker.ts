// Keeps the built shell on the device, so that the page starts without a
// network. Knows nothing of circles: it answers for the app's screens and files only.

export {};

/** What this file uses of a service worker's global scope; TypeScript's own
 *  description of them cannot stand beside that of a page. */
interface WorkerGlobal {
  addEventListener(type: "install" | "activate", listen: (event: Lifetime) => void): void;
  addEventListener(type: "fetch", listen: (event: Fetched) => void): void;
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
  readonly location: { readonly origin: string };
}

interface Lifetime {
  waitUntil(done: Promise<unknown>): void;
}

interface Fetched {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

// All three are put in by the build (shell.ts): a digest over the files, their paths,
// and the first parts of the addresses that are screens of the app.
declare const SHELL_VERSION: string;
declare const SHELL_FILES: readonly string[];
declare const SCREEN_PATHS: readonly string[];

const worker = globalThis as unknown as WorkerGlobal;
const prefix = "shell-";
const name = prefix + SHELL_VERSION;
const page = "/";
const kept = new Set(SHELL_FILES);
const screens = new Set(SCREEN_PATHS);

// All files or none: a half-kept shell would not start. `reload` passes by the
// browser's own cache, which may still hold the page of the last version.
async function keepShell(): Promise<void> {
  const shell = await caches.open(name);
  await shell.addAll(SHELL_FILES.map((path) => new Request(path, { cache: "reload" })));
  await worker.skipWaiting();
}

// An open page of the last version has loaded all its files already, so theirs
// can go at once.
async function takeOver(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(
    names.filter((old) => old.startsWith(prefix) && old !== name).map((old) => caches.delete(old)),
  );
  await worker.clients.claim();
}

async function fromShell(path: string, request: Request): Promise<Response> {
  const shell = await caches.open(name);
  return (await shell.match(path)) ?? fetch(request);
}

worker.addEventListener("install", (event) => event.waitUntil(keepShell()));
worker.addEventListener("activate", (event) => event.waitUntil(takeOver()));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== worker.location.origin) return;
  // What is neither a screen nor a kept file, as a calendar's address, is the server's.
  if (request.mode === "navigate") {
    const [, first = ""] = url.pathname.split("/");
    if (screens.has(first)) event.respondWith(fromShell(page, request));
  } else if (kept.has(url.pathname)) event.respondWith(fromShell(url.pathname, request));
});
