// Caches the app shell on the device, so that the page starts without a network. Answers
// only for the app's screens and files.

export {};

/** What this file uses of a service worker's global scope. TypeScript's own types for it
 *  can't be used together with those of a page. */
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

// The build (shell.ts) fills in all three: a digest over the files, their paths, and the
// first path segments of the app's screens.
declare const SHELL_VERSION: string;
declare const SHELL_FILES: readonly string[];
declare const SCREEN_PATHS: readonly string[];

const worker = globalThis as unknown as WorkerGlobal;
const prefix = "shell-";
const name = prefix + SHELL_VERSION;
const page = "/";
const cachedPaths = new Set(SHELL_FILES);
const screens = new Set(SCREEN_PATHS);

// All files or none, since a partly cached shell would not start. `reload` bypasses the
// browser's HTTP cache, which may still hold the page of the last version.
async function cacheShell(): Promise<void> {
  const shell = await caches.open(name);
  await shell.addAll(SHELL_FILES.map((path) => new Request(path, { cache: "reload" })));
  await worker.skipWaiting();
}

// An open page of the last version has loaded all its files already, so they can be deleted
// at once.
async function activate(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(
    names.filter((old) => old.startsWith(prefix) && old !== name).map((old) => caches.delete(old)),
  );
  await worker.clients.claim();
}

async function fromCache(path: string, request: Request): Promise<Response> {
  const shell = await caches.open(name);
  return (await shell.match(path)) ?? fetch(request);
}

worker.addEventListener("install", (event) => event.waitUntil(cacheShell()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== worker.location.origin) return;
  // Anything else, such as a calendar feed, goes to the server.
  if (request.mode === "navigate") {
    const [, first = ""] = url.pathname.split("/");
    if (screens.has(first)) event.respondWith(fromCache(page, request));
  } else if (cachedPaths.has(url.pathname)) event.respondWith(fromCache(url.pathname, request));
});
