// Fills a server with circles and people over the wire, in a fraction of the time
// that the screens would take. For tests whose subject comes after that.

import assert from "node:assert/strict";
import { desktop } from "./browsers.mjs";
import { passphrase, User } from "./user.mjs";

/** Signs up the first coordinator, who can create everything else. */
export async function setUp(browsers) {
  const { server } = browsers;
  const coordinator = await User.at(browsers, "Kay", desktop);
  await signUp(server, coordinator, new URL(server.firstLink).hash.slice(1));
  // A page of our origin from which to ask, without the client on it.
  await coordinator.page.goto(`${server.origin}/icon.svg`);
  return new Centre(browsers, coordinator);
}

class Centre {
  constructor(browsers, coordinator) {
    this.browsers = browsers;
    this.coordinator = coordinator;
  }

  /** From now on no message waits for a moderator. */
  async disableHolding() {
    const settings = { muted_may_react: false, new_account_hold_days: 0, watch_for: [] };
    await ask(this.coordinator, [{ type: "change_centre_settings", settings }]);
  }

  async createCircle(name) {
    const [made] = await ask(this.coordinator, [
      { type: "create_circle", name, member_limit: null },
    ]);
    return { id: made.circle, name };
  }

  /** The link of a new invite. */
  async createInvite(alias, circle, role = "member", more = {}) {
    const [invite] = await ask(this.coordinator, [
      {
        type: "create_invite",
        role,
        circle: circle.id,
        label: `Invite of ${alias}`,
        ...more,
      },
    ]);
    return new URL(invite.path, this.browsers.server.origin);
  }

  /** Adds somebody who already has an account to a circle. */
  async addToCircle(user, circle, role = "member") {
    const { origin } = this.browsers.server;
    const token = (await this.createInvite(user.alias, circle, role)).hash.slice(1);
    const answer = await user.context.request.post(`${origin}/api/join`, {
      headers: { origin },
      data: { token, alias: null },
    });
    assert.ok(answer.ok(), await answer.text());
  }

  /** Creates a user who is signed in and has the circle on their screen. */
  async createUser(alias, circle, { role = "member", device = desktop } = {}) {
    const user = await this.createUserWithoutClient(alias, circle, { role, device });
    await user.page.goto(`${this.browsers.server.origin}/circle/${circle.id}`);
    await user.field.waitFor();
    return user;
  }

  /** Creates a user who is signed in, without the client on their page: for `ask`. */
  async createUserWithoutClient(
    alias,
    circle,
    { role = "member", device = desktop, ...more } = {},
  ) {
    const { server } = this.browsers;
    const link = await this.createInvite(alias, circle, role, more);
    const user = await User.at(this.browsers, alias, device);
    await signUp(server, user, link.hash.slice(1));
    await user.page.goto(`${server.origin}/icon.svg`);
    return user;
  }
}

/** A user whose session the server created before (`TestServer.fill`). */
export async function userOfSession(browsers, value, device = desktop) {
  const { origin } = browsers.server;
  const user = await User.at(browsers, "Seeded", device);
  await user.context.addCookies([{ name: "circles", value, url: origin }]);
  await user.page.goto(`${origin}/icon.svg`);
  return user;
}

async function signUp({ origin }, user, token) {
  const { alias, signInName: sign_in_name } = user;
  const answer = await user.context.request.post(`${origin}/api/sign-up`, {
    headers: { origin },
    data: { token, alias, sign_in_name, passphrase },
  });
  assert.ok(answer.ok(), await answer.text());
}

/** Asks the server as this user, one request after the other. */
export async function ask(user, requests) {
  const frames = await answers(user, requests);
  return frames.map(({ type, result, refusal }, at) => {
    if (type !== "reply") throw new Error(`${requests[at].type}: ${refusal.message}`);
    return result;
  });
}

/** The same, with what the server says as it stands there, refusals included. */
export function answers(user, requests) {
  return user.page.evaluate(async (all) => {
    const socket = new WebSocket(`ws://${location.host}/socket`, "circles.v1");
    await new Promise((done) => (socket.onopen = done));
    const answerTo = (request, request_id) =>
      new Promise((done) => {
        socket.onmessage = ({ data }) => {
          const frame = JSON.parse(data);
          if (frame.request_id === request_id) done(frame);
        };
        socket.send(JSON.stringify({ request_id, ...request }));
      });
    await answerTo({ type: "hello", epoch: null, cursors: [] }, 0);
    const frames = [];
    for (const [at, request] of all.entries()) frames.push(await answerTo(request, at + 1));
    socket.close();
    return frames;
  }, requests);
}
