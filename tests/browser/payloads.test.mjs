// Markup, scripts and addresses in every place where somebody can write: each stands on
// the screens of those who read it as it was typed, and none of it is executed. `Browsers`
// also reports requests to other origins and violations of the content security policy.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { expect, test } from "./playwright.mjs";
import { TestServer } from "./test-server.mjs";
import { answers, ask, setUp } from "./set-up.mjs";
import { desktop, phone, Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

/** An id as clients make them. */
const newId = () => randomUUID().replace(/^(.{14})./, "$17");
const hourMs = 3_600_000;

/** Whatever runs sets this. */
const hit = "window.__hit=1";

/** What short places take; each begins with its own word, to be told apart. */
const short = (place) => `${place} <img src=x onerror=${hit}>`;

/** What longer ones take besides. */
const long = (place) =>
  [
    short(place),
    `<svg onload="${hit}"></svg>`,
    `<script>${hit}</script>`,
    `"><a href="javascript:${hit}" onclick='${hit}'>x</a>`,
    `{{constructor.constructor('${hit}')()}} \${${hit}} {@html "<b>"}`,
    "\u202egnp.exe\u202c",
    "[31mred[0m",
    "W".repeat(300),
  ].join(" ");

/** What a text of one line keeps of that: nothing that turns the direction around. */
const line = (place, chars) =>
  long(place)
    .replaceAll(/[\u202a-\u202e]/g, "")
    .slice(0, chars);

/** What a message takes: one of each, as they would stand alone. */
const messages = [
  `<img src=x onerror="${hit}">`,
  `<svg onload="${hit}"><animate onbegin="${hit}" /></svg>`,
  `<script>${hit}</script>`,
  `</p></article><iframe srcdoc="<script>parent.__hit=1</script>"></iframe>`,
  `<style>*{display:none}</style><base href=//evil.example>`,
  `<meta http-equiv=refresh content="0;url=https://evil.example">`,
  `<form action=https://evil.example><button>x</button></form>`,
  `"><a href="javascript:${hit}" onmouseover="${hit}">x</a>`,
  `[x](javascript:${hit}) javascript:${hit} JaVaScRiPt:${hit}`,
  `data:text/html,<script>${hit}</script> vbscript:${hit} file:///etc/passwd`,
  `https://example.org/"onmouseover="${hit}" style="position:fixed`,
  `{{constructor.constructor('${hit}')()}} \${${hit}} {@html "<b onclick=${hit}>"} <%= 1 %>`,
  "before \u202egnp.exe\u202c after \u2066isolated",
  "\u2028[31mred[0m ]0;title",
  `<b>${"W".repeat(3_000)}</b>`,
];

/** Names are short, and one that signs in holds no spaces. */
const names = { ash: "<svg/onload=__hit=1>Ash", mo: "<img/src/onerror=__hit=1>Mo" };

const meeting = {
  title: short("Meeting"),
  place: line("Place", 200),
  link: `https://example.org/<img/src=x/onerror=${hit}>"onclick="${hit}`,
};

let server, browsers, centre, circle, kay, ash, mo, nia, ray, pairing;
const dialogs = [];

async function pair() {
  const [{ mentors }] = await ask(kay, [{ type: "list_mentors" }]);
  const [{ entries }] = await ask(kay, [{ type: "list_roster", circle: circle.id }]);
  const mentee = entries.find(({ label }) => label?.includes(names.ash)).member;
  const propose = { type: "propose_pairing", mentor: mentors[0].id, mentee, over_caseload: false };
  const [made] = await ask(kay, [propose]);
  for (const one of [ash, ray]) {
    await ask(one, [{ type: "accept_pairing", pairing: made.pairing }]);
  }
  return made.pairing;
}

test.beforeAll(async () => {
  server = new TestServer({ settings: ["message_burst=500", "message_rate_per_second=100"] });
  await server.start();
  browsers = await Browsers.open(server);
  centre = await setUp(browsers);
  kay = centre.coordinator;
  await centre.disableHolding();
  circle = await centre.createCircle(short("Circle"));
  ash = await centre.createUserWithoutClient(names.ash, circle, { device: phone });
  mo = await centre.createUserWithoutClient(names.mo, circle, {
    role: "moderator",
    device: desktop,
  });
  nia = await centre.createUserWithoutClient("Nia", circle, { role: "moderator", device: phone });
  ray = await centre.createUserWithoutClient("Ray", circle, { role: "mentor", device: desktop });
  for (const { page } of [kay, ash, mo, nia, ray]) {
    page.on("dialog", (dialog) => {
      dialogs.push(dialog.message());
      return dialog.dismiss();
    });
  }
  pairing = await pair();
});
test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});
test.afterEach(() => {
  assert.deepEqual(dialogs, []);
  browsers.throwFaults();
});

/** What of the payloads would be there as more than text. */
const alive = [
  ...["img[src='x']", "iframe", "object", "embed", "base", "svg[onload]", "animate"],
  ...["script:not([src])", "meta[http-equiv=refresh]", "form[action*='evil']"],
  ...["[onerror]", "[onload]", "[onclick]", "[onmouseover]", "[onbegin]", "[srcdoc]"],
  ...["a[href^='javascript:' i]", "a[href^='data:' i]", "a[href^='vbscript:' i]"],
  "a[href^='file:' i]",
].join(",");

/** All of these stand on the screen to the letter, in text or in a field, and are text. */
async function standsAsTyped(user, texts) {
  const { page } = user;
  for (const text of texts) {
    // A long one is folded, and opens as itself.
    for (const fold of await page.getByRole("button", { name: "Show all" }).all()) {
      await fold.click();
    }
    await expect
      .poll(
        () =>
          page.evaluate((wanted) => {
            const flat = (one) => one.replaceAll(/\s+/g, " ").trim();
            const fields = [...document.querySelectorAll("input, textarea")].map(
              (one) => one.value,
            );
            const texts = [document.body.textContent, ...fields];
            return texts.some((one) => flat(one).includes(flat(wanted)));
          }, text),
        `it stands as typed: ${text}`,
      )
      .toBe(true);
  }
  const found = await page.evaluate(
    (selector) => ({
      ran: window.__hit ?? null,
      alive: [...document.querySelectorAll(selector)].map((one) => one.outerHTML.slice(0, 200)),
      wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    }),
    alive,
  );
  assert.deepEqual(found, { ran: null, alive: [], wide: 0 });
}

const opens = (user, path) => user.page.goto(`${server.origin}${path}`);
const inCircle = (panel = "") => `/circle/${circle.id}${panel}`;

test("messages, names and quotations, in a circle and beside it", async () => {
  const ids = messages.map(newId);
  const post = { type: "send_message", circle: circle.id, mentions: [], content_note: null };
  const more = { reply_to: null, win: true, daily: true };
  const posts = messages.map((body, at) => ({ ...post, ...more, id: ids[at], body }));
  await ask(ash, posts);
  const reply = { ...post, id: newId(), body: "A reply", reply_to: ids[0] };
  const pins = ids.slice(0, 3).map((message) => ({
    type: "pin_message",
    circle: circle.id,
    message,
  }));
  await ask(mo, [reply, ...pins]);
  for (const user of [ash, mo]) {
    await opens(user, inCircle());
    await user.sees("A reply");
    const other = user === ash ? names.mo : names.ash;
    await standsAsTyped(user, [...messages, other, circle.name]);
    for (const [panel, texts] of [
      ["?show=pins", messages.slice(0, 3)],
      ["?show=members", Object.values(names)],
      ["?show=wins", messages.slice(0, 3)],
      ["?show=daily", messages.slice(0, 3)],
    ]) {
      await opens(user, inCircle(panel));
      await standsAsTyped(user, texts);
    }
    await opens(user, "/");
    await standsAsTyped(user, [circle.name]);
  }
});

test("a link leads where it says, and takes no attribute along", async () => {
  await opens(ash, inCircle());
  await ash.sees("https://example.org/");
  const links = await ash.page
    .locator("article p.text a")
    .evaluateAll((all) => all.map((one) => [one.href, one.getAttributeNames().join(" ")]));
  assert.ok(links.length > 0);
  for (const [href, attributes] of links) {
    assert.match(href, /^https:\/\/(example\.org|evil\.example)\//);
    assert.ok(!/\bon|style/.test(attributes), attributes);
  }
});

test("what is searched for, and what is found", async () => {
  await opens(mo, "/search");
  await mo.page.getByRole("searchbox").fill("constructor <img src=x onerror=1>");
  await mo.page.getByRole("searchbox").press("Enter");
  await standsAsTyped(mo, ["constructor <img src=x onerror=1>"]);
  await mo.page.getByRole("searchbox").fill("refresh");
  await mo.page.getByRole("searchbox").press("Enter");
  await mo.page.getByRole("list", { name: "Search results" }).waitFor();
  await standsAsTyped(mo, [messages[5]]);
});

test("a control character is refused in each place, by name", async () => {
  const escape = "\u001b[31mred";
  const message = { type: "send_message", id: newId(), circle: circle.id, body: escape };
  const frames = await answers(kay, [
    { ...message, reply_to: null, mentions: [], content_note: null, win: false, daily: false },
    { type: "create_circle", name: escape, member_limit: null },
    { type: "create_invite", role: "member", circle: circle.id, label: escape },
    { type: "ask_for_help", id: newId(), to: "centre", words: escape },
    { type: "appeal_action", action: newId(), statement: escape },
    { type: "set_contact", phone: null, emergency_contact: { name: escape, phone: "555 0100" } },
    {
      type: "change_help_card",
      card: { numbers: [{ label: escape, phone: "988" }], steps: [], last_checked: null },
    },
  ]);
  for (const { type, refusal } of frames) {
    assert.deepEqual([type, refusal?.code], ["refused", "text_control"]);
  }
});

test("a meeting's title, place and link", async () => {
  const on = new Date(Date.now() + 24 * hourMs).toISOString().slice(0, 10);
  const when = { on, at: "19:00", zone: "Etc/UTC", minutes: 60, repeats: "never", until: null };
  await ask(mo, [{ type: "create_meeting", circle: circle.id, ...when, ...meeting }]);
  for (const user of [ash, mo]) {
    await opens(user, "/meetings");
    await standsAsTyped(user, [meeting.title, meeting.place]);
    const links = user.page.getByRole("article").getByRole("link");
    for (const link of await links.all()) {
      assert.match(await link.evaluate((one) => one.href), /^https:\/\/example\.org\//);
    }
  }
});

test("the help card, to whoever needs it and to whoever writes it", async () => {
  const card = {
    numbers: [{ label: short("Number"), phone: "988" }],
    steps: [line("Step", 300)],
    last_checked: null,
  };
  await ask(kay, [{ type: "change_help_card", card }]);
  await opens(ash, "/settings");
  await ash.press("Help");
  await standsAsTyped(ash, [card.numbers[0].label, card.steps[0]]);
  await opens(kay, "/centre?show=help");
  await standsAsTyped(kay, [card.numbers[0].label, card.steps[0]]);
});

/** The buttons that show words, once there are some. */
async function covers({ page }) {
  const buttons = page.getByRole("button", { name: /^Show the words/ });
  await buttons.first().waitFor();
  // From the last one on: each is gone once it was pressed.
  return (await buttons.all()).reverse();
}

test("a report's words, to moderators", async () => {
  const subject = { type: "send_message", circle: circle.id, id: newId(), body: long("Reported") };
  const rest = { reply_to: null, mentions: [], content_note: null, win: false, daily: false };
  await ask(ash, [{ ...subject, ...rest }]);
  const statement = long("Statement");
  const report = { circle: circle.id, reason: "other", statement };
  await ask(ray, [{ type: "report_message", message: subject.id, ...report }]);
  await opens(mo, "/queue");
  for (const cover of await covers(mo)) await cover.click();
  await standsAsTyped(mo, [statement, subject.body, names.ash]);
  const [{ members }] = await ask(ray, [{ type: "list_members", circle: circle.id }]);
  const member = members.find(({ alias }) => alias === names.mo).id;
  await ask(ray, [{ type: "report_member", member, ...report }]);
  await opens(nia, "/queue");
  for (const cover of await covers(nia)) await cover.click();
  await standsAsTyped(nia, [statement]);
});

test("an appeal's words, to its writer and to whoever decides it", async () => {
  const body = long("Muted");
  const message = { type: "send_message", circle: circle.id, id: newId(), body };
  const rest = { reply_to: null, mentions: [], content_note: null, win: false, daily: false };
  await ask(ash, [{ ...message, ...rest }]);
  const mute = { type: "mute_messages", circle: circle.id, messages: [message.id] };
  await ask(mo, [{ ...mute, reason: "other" }]);
  const [{ actions }] = await ask(ash, [{ type: "list_own_actions" }]);
  const statement = long("Appeal");
  await ask(ash, [{ type: "appeal_action", action: actions[0].id, statement }]);
  await opens(nia, "/queue");
  const appeals = nia.page.getByRole("region", { name: "Appeals" });
  await appeals.getByRole("button", { name: /^Show the words/ }).click();
  await standsAsTyped(nia, [statement, body, names.ash]);
  await opens(nia, inCircle("?show=actions"));
  await standsAsTyped(nia, [names.ash]);
  await opens(ash, "/settings");
  await standsAsTyped(ash, [circle.name]);
});

test("a check-in's note and an emergency contact, to oneself and to the mentor", async () => {
  const note = long("Note");
  const contact = { name: short("Contact"), phone: "555 0100" };
  const consents = ["mentor_sees_check_ins", "emergency_contact"];
  await ask(ash, [
    { type: "set_contact", phone: null, emergency_contact: contact },
    ...consents.map((consent) => ({ type: "give_consent", consent, version: 1 })),
  ]);
  await ask(ash, [
    {
      type: "send_check_in",
      id: newId(),
      at: Date.now(),
      how: { mood: "low", craving: 4, halt: [], note },
      wants_call: false,
    },
  ]);
  await opens(ash, "/care");
  await standsAsTyped(ash, [note, contact.name]);
  await opens(ray, `/mentees/${pairing}`);
  await standsAsTyped(ray, [note, names.ash]);
  await opens(ray, "/mentees");
  await standsAsTyped(ray, [names.ash]);
});

test("a private conversation, and a cry for help to whoever is on call", async () => {
  const [{ circle: direct }] = await ask(ash, [
    { type: "request_direct", with: { type: "by_pairing", pairing } },
  ]);
  const rest = { reply_to: null, mentions: [], content_note: null, win: false, daily: false };
  const body = long("Private");
  await ask(ash, [{ type: "send_message", circle: direct, id: newId(), body, ...rest }]);
  await opens(ray, `/circle/${direct}`);
  await standsAsTyped(ray, [body, names.ash]);
  const statement = long("Statement");
  const [{ members }] = await ask(ray, [{ type: "list_members", circle: circle.id }]);
  const member = members.find(({ alias }) => alias === names.ash).id;
  const report = { circle: circle.id, member, reason: "other", statement, in_private: true };
  await ask(ray, [{ type: "report_member", ...report }]);
  await opens(kay, "/queue");
  for (const cover of await covers(kay)) await cover.click();
  await standsAsTyped(kay, [statement, body]);
  const [{ person }] = await ask(kay, [{ type: "add_on_call", member: null }]);
  const shift = { from: Date.now() - hourMs, to: Date.now() + hourMs };
  await ask(kay, [{ type: "add_shift", person, rank: "first", ...shift }]);
  const words = long("Cry");
  await ask(ash, [{ type: "ask_for_help", id: newId(), to: "on_call", words }]);
  await opens(kay, "/on-call");
  await kay.page.getByRole("button", { name: "Show their words" }).click();
  await standsAsTyped(kay, [words, names.ash]);
});

test("the centre's lists: circles, labels of invites, mentors and the audit", async () => {
  const label = short("Label");
  const invite = { type: "create_invite", role: "member", circle: circle.id, label };
  await ask(kay, [invite]);
  await opens(kay, "/centre");
  await standsAsTyped(kay, [circle.name, label]);
  await kay.page.getByRole("button", { name: /^Circle <img/ }).click();
  await standsAsTyped(kay, [`Invite of ${names.ash}`, `Invite of ${names.mo}`]);
  await opens(kay, "/centre?show=mentors");
  await standsAsTyped(kay, [`Invite of ${names.ash}`]);
  await opens(kay, "/centre?show=audit");
  await standsAsTyped(kay, [circle.name]);
});

test("an invite, to whoever has no account yet", async () => {
  const link = await centre.createInvite("Guest", circle);
  const context = await browsers.newBrowser(phone);
  const guest = { page: await context.newPage() };
  await guest.page.goto(link.href);
  await guest.page.getByLabel("Name your circle sees").fill(names.ash);
  await standsAsTyped(guest, [circle.name, names.ash]);
  await guest.page.getByLabel("Sign-in name").fill("guest-of-payloads");
  await guest.page.getByLabel("Passphrase", { exact: true }).fill("a quiet river at dawn");
  await guest.page.getByRole("button", { name: "Join", exact: true }).click();
  // Somebody in the circle is called so.
  await guest.page.getByRole("alert").first().waitFor();
  await standsAsTyped(guest, [circle.name, names.ash]);
});
