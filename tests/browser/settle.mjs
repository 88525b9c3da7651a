// Fills a house with circles and people over the wire, in a fraction of the time
// that the screens would take. For tests whose subject comes after that.

import assert from "node:assert/strict";
import { desktop } from "./street.mjs";
import { passphrase, Person } from "./person.mjs";

/** The first coordinator, and what they can set up. */
export async function settle(street) {
  const { house } = street;
  const coordinator = await Person.at(street, "Kay", desktop);
  await signUp(house, coordinator, new URL(house.firstLink).hash.slice(1));
  // A page of our origin from which to ask, without the client on it.
  await coordinator.page.goto(`${house.origin}/icon.svg`);
  return new Centre(street, coordinator);
}

class Centre {
  constructor(street, coordinator) {
    this.street = street;
    this.coordinator = coordinator;
  }

  /** Nothing that anyone writes has to wait for a moderator. */
  async holdNothing() {
    const settings = { muted_may_react: false, hold_days: 0, watch_for: [] };
    await ask(this.coordinator, [{ type: "change_centre_settings", settings }]);
  }

  async circle(name) {
    const [made] = await ask(this.coordinator, [
      { type: "create_circle", name, member_limit: null },
    ]);
    return { id: made.circle, name };
  }

  /** The link of a new invite. */
  async invite(alias, circle, role = "member", more = {}) {
    const [invite] = await ask(this.coordinator, [
      { type: "create_invite", role, circle: circle.id, label: `Invite of ${alias}`, ...more },
    ]);
    return new URL(invite.path, this.street.house.origin);
  }

  /** Someone who has an account comes in too. */
  async bring(person, circle, role = "member") {
    const { origin } = this.street.house;
    const token = (await this.invite(person.alias, circle, role)).hash.slice(1);
    const answer = await person.context.request.post(`${origin}/api/join`, {
      headers: { origin },
      data: { token, alias: null },
    });
    assert.ok(answer.ok(), await answer.text());
  }

  /** Someone new, signed in, with the circle on their screen. */
  async person(alias, circle, { role = "member", device = desktop } = {}) {
    const person = await this.newcomer(alias, circle, { role, device });
    await person.page.goto(`${this.street.house.origin}/circle/${circle.id}`);
    await person.field.waitFor();
    return person;
  }

  /** Someone new, signed in, without the client on their page: for `ask`. */
  async newcomer(alias, circle, { role = "member", device = desktop, ...more } = {}) {
    const { house } = this.street;
    const link = await this.invite(alias, circle, role, more);
    const person = await Person.at(this.street, alias, device);
    await signUp(house, person, link.hash.slice(1));
    await person.page.goto(`${house.origin}/icon.svg`);
    return person;
  }
}

/** Someone with a session that the server gave out before. */
export async function signedIn(street, value, device = desktop) {
  const { origin } = street.house;
  const person = await Person.at(street, "Filled", device);
  await person.context.addCookies([{ name: "circles", value, url: origin }]);
  await person.page.goto(`${origin}/icon.svg`);
  return person;
}

async function signUp({ origin }, person, token) {
  const { alias, signInName: sign_in_name } = person;
  const answer = await person.context.request.post(`${origin}/api/sign-up`, {
    headers: { origin },
    data: { token, alias, sign_in_name, passphrase },
  });
  assert.ok(answer.ok(), await answer.text());
}

/** Asks the server as this person, one request after the other. */
export async function ask(person, requests) {
  const frames = await answers(person, requests);
  return frames.map(({ type, result, refusal }, at) => {
    if (type !== "reply") throw new Error(`${requests[at].type}: ${refusal.message}`);
    return result;
  });
}

/** The same, with what the server says as it stands there, refusals included. */
export function answers(person, requests) {
  return person.page.evaluate(async (all) => {
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
