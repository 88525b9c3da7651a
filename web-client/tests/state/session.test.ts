// Signing in and out, and what stays on the device in between.

import { beforeEach, expect, test } from "vitest";
import type { App } from "../../src/state/contract";
import { read, say, TestDevice, walkers } from "../device";
import { flushPromises } from "../fake-clock";
import { person } from "../fake-server";

let device: TestDevice;
let app: App;

async function signedInAs(name: string): Promise<void> {
  device = new TestDevice();
  device.server.me = null;
  app = await device.open();
  await app.signIn(name, "a quiet walk by the river");
  await flushPromises();
}

beforeEach(() => signedInAs("sam.k"));

const bodies = () => device.server.circle.messages().map(({ body }) => body);

async function leaveWordsBehind(): Promise<void> {
  device.server.dropAnswersTo.add("send_message");
  device.server.withholdEvents = true;
  await say(walkers(app), "unsent");
  walkers(app).draft = "half a thought";
  device.server.endSession();
  await flushPromises();
  device.server.dropAnswersTo.clear();
  device.server.withholdEvents = false;
  device.server.circle.log = [];
}

test("nobody is signed in until the server knows us", async () => {
  device = new TestDevice();
  device.server.me = null;
  app = await device.open();
  expect(app.phase).toBe("signed_out");
  await app.signIn("sam.k", "a quiet walk by the river");
  expect(app.phase).toBe("signed_in");
  await flushPromises();
  expect(app.circles).toHaveLength(1);
  expect(app.connection.kind).toBe("online");
});

test("a session that ends by itself signs out, and keeps the words for their author", async () => {
  await leaveWordsBehind();
  expect(app.phase).toBe("signed_out");
  expect(app.me).toBeNull();
  expect(app.circles).toEqual([]);
  expect(app.unsentCount).toBe(1);
  const store = await device.openStore();
  expect(await store.circles()).toEqual([]);
  await app.signIn("  Sam.K ", "a quiet walk by the river");
  await flushPromises();
  expect(bodies()).toEqual(["unsent"]);
  expect(walkers(app).draft).toBe("half a thought");
});

test("the same holds after a reload", async () => {
  await leaveWordsBehind();
  app = await device.reload();
  expect(app.phase).toBe("signed_out");
  await app.signIn("sam.k", "a quiet walk by the river");
  await flushPromises();
  expect(bodies()).toEqual(["unsent"]);
});

test("the same holds on a device that had the cookie and no memory of whose it is", async () => {
  device = new TestDevice();
  app = await device.open();
  await leaveWordsBehind();
  expect(app.unsentCount).toBe(1);
  await app.signIn("Sam", "a quiet walk by the river");
  await flushPromises();
  expect(bodies()).toEqual(["unsent"]);
  expect(walkers(app).draft).toBe("half a thought");
});

test("someone else who signs in finds nothing, and sends nothing", async () => {
  await leaveWordsBehind();
  await app.signIn("kim", "another passphrase");
  await flushPromises();
  expect(bodies()).toEqual([]);
  expect(app.unsentCount).toBe(0);
  expect(walkers(app).draft).toBe("");
});

test("signing out wipes the device, in every tab", async () => {
  device.server.post("words");
  const other = await device.open();
  walkers(other).draft = "typed elsewhere";
  await device.clock.advance(2_000);
  await app.signOut();
  await device.clock.advance(5_000);
  for (const page of [app, other]) expect(page.phase).toBe("signed_out");
  const store = await device.openStore();
  expect(await store.account()).toBeNull();
  expect(await store.circles()).toEqual([]);
  expect(await store.drafts()).toEqual([]);
  expect(await store.unsent()).toEqual([]);
});

test("signing out without a network is refused, and nothing is wiped", async () => {
  walkers(app).draft = "kept";
  await device.clock.advance(1_000);
  device.server.goOffline();
  await expect(app.signOut()).rejects.toMatchObject({ code: "unavailable" });
  expect(app.phase).toBe("signed_in");
  expect(walkers(app).draft).toBe("kept");
});

test("a socket that is not given because the session has ended signs out", async () => {
  device.server.me = null;
  device.server.cut();
  await device.clock.advance(1_000);
  expect(app.phase).toBe("signed_out");
});

test("a socket that is not given for another reason does not", async () => {
  device.server.goOffline();
  await device.clock.advance(120_000);
  expect(app.phase).toBe("signed_in");
  expect(["waiting", "connecting"]).toContain(app.connection.kind);
});

test("without memory and network the answer is awaited", async () => {
  device = new TestDevice();
  device.server.reachable = false;
  app = await device.open();
  expect(app.phase).toBe("signed_out");
  expect(app.connection.kind).toBe("waiting");
  device.server.reachable = true;
  await device.clock.advance(30_000);
  expect(app.phase).toBe("signed_in");
});

test("someone else of the same alias finds nothing either", async () => {
  await leaveWordsBehind();
  device.server.me = { ...person("kim"), alias: "sam.k" };
  app = await device.reload();
  await flushPromises();
  expect(app.phase).toBe("signed_in");
  expect(app.unsentCount).toBe(0);
  expect(bodies()).toEqual([]);
  expect(walkers(app).draft).toBe("");
});

test("the name that someone signs in with is not kept, only who the server says they are", async () => {
  const kept = await (await device.openStore()).account();
  expect(kept).toEqual({ me: device.server.me, epoch: device.server.epoch, signedIn: true });
});

/** As clients kept it that knew no account id. */
async function rememberAsBefore(signedIn: boolean): Promise<void> {
  const store = await device.openStore();
  const { epoch } = (await store.account())!;
  const me = { alias: "sam.k", coordinator: false };
  const old = { me, epoch, signedIn, salt: "salt", nameDigest: null };
  await store.saveAccount(old);
}

test("words that an older client kept wait for the person of that alias", async () => {
  await leaveWordsBehind();
  await rememberAsBefore(false);
  app = await device.reload();
  await app.signIn("sam.k", "a quiet walk by the river");
  await flushPromises();
  expect(bodies()).toEqual(["unsent"]);
  expect(walkers(app).draft).toBe("half a thought");
});

test("words that an older client kept are not for someone of another alias", async () => {
  await leaveWordsBehind();
  await rememberAsBefore(false);
  app = await device.reload();
  await app.signIn("kim", "another passphrase");
  await flushPromises();
  expect(bodies()).toEqual([]);
  expect(walkers(app).draft).toBe("");
});

test("what an older client kept becomes today's record at the first welcome", async () => {
  await rememberAsBefore(true);
  app = await device.reload();
  await device.clock.advance(10_000);
  expect(app.phase).toBe("signed_in");
  const kept = await (await device.openStore()).account();
  expect(kept).toEqual({ me: person("sam.k"), epoch: device.server.epoch, signedIn: true });
});

test("words written under another membership become a draft, not a message", async () => {
  device.server.goOffline();
  await device.clock.advance(2_000);
  await say(walkers(app), "before I was back");
  Object.assign(device.server.circle, { me: "me-again" });
  device.server.reachable = true;
  await device.clock.advance(30_000);
  expect(bodies()).toEqual([]);
  expect(walkers(app).draft).toBe("before I was back");
  expect(read(walkers(app))).toEqual([]);
});

test("a device that calls itself offline is believed until the server answers", async () => {
  device.server.dropAnswersTo.add("ping");
  device.signal("offline");
  await flushPromises();
  expect(app.connection.kind).toBe("offline");
  device.server.dropAnswersTo.clear();
  device.signal("online");
  await device.clock.advance(10_000);
  expect(app.connection.kind).toBe("online");
  device.signal("offline");
  await flushPromises();
  expect(app.connection.kind).toBe("online");
});

test("the network's signals are heard", async () => {
  device.server.goOffline();
  device.hasNetwork = false;
  device.signal("offline");
  await flushPromises();
  expect(app.connection.kind).toBe("offline");
  device.hasNetwork = device.server.reachable = true;
  device.signal("online");
  await flushPromises();
  expect(app.connection.kind).toBe("online");
});

const form = {
  token: "t1",
  alias: "Sam",
  sign_in_name: "sam.k",
  passphrase: "a quiet walk by the river",
};

const keysOf = (path: string) =>
  device.server.heardOverHttp.filter((one) => one.path === path).map(({ key }) => key);

test("a sign-up whose answer was lost is sent again under its key, after a reload too", async () => {
  device = new TestDevice();
  device.server.me = null;
  device.server.losesAnswersOf = "/api/sign-up";
  app = await device.open();
  await expect(app.signUp(form)).rejects.toMatchObject({ code: "unavailable" });
  app = await device.reload();
  await app.previewInvite("t1").catch(() => {});
  device.server.losesAnswersOf = null;
  await app.signUp(form);
  expect(app.phase).toBe("signed_in");
  const [first, again] = keysOf("/api/sign-up");
  expect(first).toMatch(/^"[0-9a-f-]{36}"$/);
  expect(again).toBe(first);
  expect(keysOf("/api/invites/preview")).toEqual([first]);
});

test("the same where the tab was closed, and nothing tells which invite it was", async () => {
  device = new TestDevice();
  device.server.me = null;
  device.server.losesAnswersOf = "/api/sign-up";
  app = await device.open();
  const invite = { ...form, token: "K3nD0rA8sV1xY7qZ2bW5tg" };
  await expect(app.signUp(invite)).rejects.toMatchObject({ code: "unavailable" });
  // What belongs to the tab alone.
  device.storedKeys = null;
  expect(device.keptInvites).toBeTruthy();
  for (const length of [6, 10, 22]) {
    expect(device.keptInvites).not.toContain(invite.token.slice(0, length));
  }
  app = await device.reload();
  await app.previewInvite(invite.token).catch(() => {});
  device.server.losesAnswersOf = null;
  await app.signUp(invite);
  expect(new Set([...keysOf("/api/sign-up"), ...keysOf("/api/invites/preview")]).size).toBe(1);
  expect(device.keptInvites).toBe("[]");
});

test("another invite has another key", async () => {
  device = new TestDevice();
  device.server.me = null;
  device.server.losesAnswersOf = "/api/sign-up";
  app = await device.open();
  for (const token of ["K3nD0rA8sV1xY7qZ2bW5tg", "K3nD0rA8sV1xY7qZ2bW5tq"]) {
    await app.signUp({ ...form, token }).catch(() => {});
  }
  expect(new Set(keysOf("/api/sign-up")).size).toBe(2);
});

test("where no cookie would be kept, the invite is not spent", async () => {
  device = new TestDevice();
  device.server.me = null;
  device.keepsCookies = false;
  app = await device.open();
  await expect(app.signUp(form)).rejects.toMatchObject({
    message: expect.stringContaining("blocked the cookie"),
  });
  expect(keysOf("/api/sign-up")).toEqual([]);
  device.keepsCookies = true;
  await app.signUp(form);
  expect(app.phase).toBe("signed_in");
});

test("whoever signed up is welcomed, also where the page closes before the server tells", async () => {
  device = new TestDevice();
  device.server.me = null;
  device.server.websockets = false;
  app = await device.open();
  await app.signUp(form);
  app = await device.reload();
  expect(app.phase).toBe("signed_in");
  device.server.websockets = true;
  await device.clock.advance(30_000);
  expect(walkers(app).newHere).toBe(true);
  // Once: it is the circle's to remember from then on.
  app = await device.reload();
  await device.clock.advance(30_000);
  expect(walkers(app).newHere).toBe(true);
  walkers(app).newHere = false;
  await device.clock.advance(2_000);
  app = await device.reload();
  await device.clock.advance(30_000);
  expect(walkers(app).newHere).toBe(false);
});

test("whoever signs in is no newcomer", async () => {
  await device.clock.advance(2_000);
  app = await device.reload();
  await device.clock.advance(30_000);
  expect(walkers(app).newHere).toBe(false);
});

test("the next attempt has a key of its own", async () => {
  await app.signOut();
  await app.signIn("sam.k", "a quiet walk by the river");
  const [first, next] = keysOf("/api/sign-in");
  expect(next).not.toBe(first);
});

test("where the browser keeps no cookie, signing in says so and changes nothing", async () => {
  device = new TestDevice();
  device.server.me = null;
  device.server.cookiesBlocked = true;
  app = await device.open();
  await expect(app.signIn("sam.k", "a quiet walk by the river")).rejects.toMatchObject({
    message: expect.stringContaining("blocked the cookie"),
  });
  expect(app.phase).toBe("signed_out");
  device.server.cookiesBlocked = false;
  await app.signIn("sam.k", "a quiet walk by the river");
  expect(app.phase).toBe("signed_in");
});

test("an answer that says nothing about the cookie is no proof against it", async () => {
  device = new TestDevice();
  device.server.me = null;
  device.server.losesAnswersOf = "/api/me";
  app = await device.open();
  await app.signIn("sam.k", "a quiet walk by the river");
  expect(app.phase).toBe("signed_in");
});
