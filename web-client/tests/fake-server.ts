// A server that answers from memory: one account ("me") in some circles, whose
// other members are played by the test. Knows only the rules that tests need.

import type { Fetch, Socket } from "../src/net/platform";
import type {
  Anchor,
  CircleEvent,
  CircleView,
  EventPayload,
  HelpCard,
  Me,
  MemberView,
  MessageView,
  Notice,
  Refusal,
  Reply,
  Request,
} from "../src/protocol/wire";
import { closeCodes } from "../src/protocol/wire";
import { afterEvent, changedMessage } from "../src/state/message-window";
import { FakeCare } from "./fake-care";
import { FakeSupport } from "./fake-support";
import { FakeSafety } from "./fake-safety";

type Asked = { request_id: number } & Request;

export class FakeCircle {
  log: CircleEvent[] = [];
  readSeq = 0;
  joinedSeq = 0;
  mutedUntil: number | null = null;
  slowModeSeconds = 0;
  role: MemberView["role"] = "member";
  hidden: string[] = [];
  members: MemberView[];

  constructor(
    readonly id: string,
    public name: string,
    readonly me = `me-${id}`,
  ) {
    this.members = [
      { id: me, alias: "Sam", role: "member", present: true },
      { id: "jo", alias: "Jo", role: "member", present: true },
    ];
  }

  get head(): number {
    return this.log.length;
  }

  append(what: EventPayload, by: string | null): CircleEvent {
    const event = { circle: this.id, seq: this.head + 1, at: 1000 + this.head, by, what };
    this.log.push(event);
    return event;
  }

  posted(id: string): MessageView | undefined {
    return this.messages().find((message) => message.id === id);
  }

  readonly pins = () => this.messages().filter(({ pinned }) => pinned);

  messages(): MessageView[] {
    return this.log.flatMap(({ what }) => (what.type === "message_posted" ? [what.message] : []));
  }

  /** With what was edited, deleted or muted since, as a page of history has them. */
  messagesNow(): MessageView[] {
    return this.log.reduce<MessageView[]>((messages, { what, by }) => {
      if (what.type === "message_posted") return [...messages, what.message];
      const id = changedMessage(what);
      return id === null
        ? messages
        : messages.map((one) => (one.id === id ? afterEvent(one, what, by, this.me) : one));
    }, []);
  }
}

export function message(
  id: string,
  seq: number,
  body: string,
  more: Partial<MessageView> = {},
): MessageView {
  return {
    id,
    seq,
    author: "jo",
    sent_at: 1000 + seq,
    body,
    reply_to: null,
    mentions: [],
    edited_at: null,
    deleted: false,
    muted: false,
    content_note: null,
    pinned: false,
    reactions: [],
    ...more,
  };
}

/** Who signs in by this name; alike names are one account. */
export function person(signInName: string): Me {
  const alias = signInName.trim().toLowerCase();
  return { account: `account of ${alias}`, alias, coordinator: false };
}

export class FakeServer {
  epoch = "epoch-1";
  circles: FakeCircle[] = [new FakeCircle("c1", "Walkers")];
  me: Me | null = { ...person("sam"), alias: "Sam" };
  reachable = true;
  /** False behind a proxy that lets no websocket through. */
  websockets = true;
  /** The browser keeps no cookie: every answer is as to a stranger. */
  cookiesBlocked = false;
  /** HTTP requests that are carried out, and whose answer is lost. */
  losesAnswersOf: string | null = null;
  readonly heardOverHttp: { path: string; key: string | undefined }[] = [];
  /** Requests that get no answer, though they are carried out. */
  dropAnswersTo = new Set<Request["type"]>();
  /** Requests that are carried out at once, and answered with `sendDelayedAnswers`. */
  delayAnswersTo = new Set<Request["type"]>();
  /** Sent messages whose event is not delivered live. */
  withholdEvents = false;
  refusals: [type: Request["type"], refusal: Refusal][] = [];
  /** Log entries a returning client may have missed before it gets a gap. */
  resumeEvents = 500;
  readonly safety = new FakeSafety();
  readonly support = new FakeSupport();
  readonly care = new FakeCare();
  /** What the clock of the server says at a welcome. */
  time = 1;
  helpCard: HelpCard | null = null;
  readonly asked: Asked[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #delayedAnswers: (() => void)[] = [];

  get circle(): FakeCircle {
    return this.circles[0]!;
  }

  askedFor<T extends Request["type"]>(type: T): Extract<Asked, { type: T }>[] {
    return this.asked.filter((request) => request.type === type) as Extract<Asked, { type: T }>[];
  }

  /** Something happens in a circle: logged, then told to whoever is here. */
  happen(what: EventPayload, by: string | null = "jo", circle = this.circle): CircleEvent {
    const event = circle.append(what, by);
    if (!this.withholdEvents) this.tell(event);
    return event;
  }

  post(body: string, more: Partial<MessageView> = {}, circle = this.circle): MessageView {
    const seq = circle.head + 1;
    const posted = message(`m${seq}-${circle.id}`, seq, body, more);
    this.happen({ type: "message_posted", message: posted }, posted.author, circle);
    return posted;
  }

  tell(event: CircleEvent): void {
    this.#say({ type: "event", ...event });
  }

  notify(notice: Notice): void {
    this.#say({ type: "notice", notice });
  }

  cut(code = 1006): void {
    for (const socket of this.#sockets) {
      this.#sockets.delete(socket);
      setImmediate(() => socket.onclose?.({ code }));
    }
  }

  sendDelayedAnswers(): void {
    for (const answer of this.#delayedAnswers.splice(0)) answer();
  }

  goOffline(): void {
    this.reachable = false;
    this.cut();
  }

  endSession(): void {
    this.me = null;
    this.cut(closeCodes.session_ended);
  }

  readonly openSocket = (): Socket => {
    const socket: Socket = {
      onopen: null,
      onmessage: null,
      onclose: null,
      send: (frame) => {
        if (this.#sockets.has(socket))
          setImmediate(() => this.#hear(socket, JSON.parse(frame) as Asked));
      },
      close: () => this.#sockets.delete(socket),
    };
    setImmediate(() => {
      if (!this.reachable || !this.websockets || !this.me) return socket.onclose?.({ code: 1006 });
      this.#sockets.add(socket);
      socket.onopen?.();
    });
    return socket;
  };

  readonly fetch: Fetch = async (path, request) => {
    if (!this.reachable) throw new TypeError("no network");
    this.heardOverHttp.push({ path, key: request.headers?.["idempotency-key"] });
    const answer = await this.#answer(path, request);
    if (path === this.losesAnswersOf) throw new TypeError("no network");
    return answer;
  };

  readonly #answer: Fetch = async (path, { method, body }) => {
    const answer = (status: number, value?: unknown) => ({
      ok: status < 400,
      status,
      text: async () => (value === undefined ? "" : JSON.stringify(value)),
    });
    switch (`${method} ${path}`) {
      case "GET /api/me":
        return this.me && !this.cookiesBlocked
          ? answer(200, this.me)
          : answer(401, { code: "not_signed_in", message: "Please sign in." });
      case "POST /api/sign-in": {
        const { sign_in_name } = JSON.parse(body ?? "") as { sign_in_name: string };
        this.me = person(sign_in_name);
        return answer(200, this.me);
      }
      case "POST /api/join":
        return answer(200, { circle: this.circle.id });
      case "POST /api/sign-up": {
        const { sign_in_name } = JSON.parse(body ?? "") as { sign_in_name: string };
        // Lost, it brings no cookie either.
        const me = person(sign_in_name);
        if (this.losesAnswersOf !== path) this.me = me;
        return answer(200, me);
      }
      case "GET /api/help-card":
        return this.helpCard ? answer(200, this.helpCard) : answer(404, {});
      case "POST /api/sign-out":
        this.me = null;
        return answer(204);
      default:
        return answer(404, { code: "not_found", message: "No." });
    }
  };

  #say(frame: object): void {
    for (const socket of this.#sockets) this.#deliver(socket, frame);
  }

  #deliver(socket: Socket, frame: object): void {
    const data = JSON.stringify(frame);
    setImmediate(() => socket.onmessage?.({ data }));
  }

  #hear(socket: Socket, request: Asked): void {
    if (!this.#sockets.has(socket)) return;
    this.asked.push(request);
    const { request_id } = request;
    const at = this.refusals.findIndex(([type]) => type === request.type);
    if (at !== -1) {
      const refusal = this.refusals.splice(at, 1)[0]![1];
      return this.#deliver(socket, { type: "refused", request_id, refusal });
    }
    const result = this.#carryOut(request);
    if (this.dropAnswersTo.has(request.type)) return;
    const answer = () =>
      "code" in result
        ? this.#deliver(socket, { type: "refused", request_id, refusal: result })
        : this.#deliver(socket, { type: "reply", request_id, result });
    if (this.delayAnswersTo.has(request.type)) this.#delayedAnswers.push(answer);
    else answer();
  }

  #carryOut(request: Asked): Reply | Refusal {
    const notFound: Refusal = { code: "not_found", message: "Not found." };
    if (request.type === "hello") return this.#welcome(request);
    if (request.type === "ping") return { type: "pong" };
    const answer =
      this.care.answer(request) ?? this.safety.answer(request) ?? this.support.answer(request);
    if (answer) return answer;
    const circle =
      "circle" in request ? this.circles.find(({ id }) => id === request.circle) : undefined;
    if (!circle) return notFound;
    switch (request.type) {
      case "send_message": {
        const { id, body, reply_to, mentions, win, daily, content_note: own } = request;
        const known = circle.posted(id);
        if (known) return { type: "message_accepted", seq: known.seq, at: known.sent_at };
        const worries = this.safety.worries !== null && body.includes(this.safety.worries);
        const content_note = own ?? (worries && this.safety.folds ? "self_harm" : null);
        const flags = { ...(win && { win }), ...(daily && { daily_on: "2026-11-24" }) };
        const more = { author: circle.me, reply_to, mentions, content_note, ...flags } as const;
        const sent = message(id, circle.head + 1, body, more);
        this.happen({ type: "message_posted", message: sent }, circle.me, circle);
        const help = worries && { offer_help: true };
        const note = content_note && { content_note };
        return { type: "message_accepted", seq: sent.seq, at: sent.sent_at, ...help, ...note };
      }
      case "mark_read":
        circle.readSeq = Math.max(circle.readSeq, request.seq);
        return { type: "done" };
      case "fetch_history":
        return this.#history(circle, request.from, request.limit);
      case "fetch_message": {
        const found = circle.posted(request.message);
        return found ? { type: "message", message: found } : notFound;
      }
      case "hide_message":
      case "unhide_message": {
        const hidden = request.type === "hide_message";
        const others = circle.hidden.filter((id) => id !== request.message);
        circle.hidden = hidden ? [...others, request.message] : others;
        const { message } = request;
        this.notify({ type: "message_hidden", circle: circle.id, message, hidden });
        return { type: "done" };
      }
      case "list_members":
        return { type: "members", members: circle.members, has_more: false };
      case "list_pins":
        return { type: "pins", messages: circle.pins(), has_more: false };
      default:
        return { type: "accepted", seq: null };
    }
  }

  #welcome(hello: Extract<Request, { type: "hello" }>): Reply {
    const circles = this.circles.map((circle): CircleView => {
      const cursor = hello.cursors.find((known) => known.circle === circle.id)?.seq;
      const resumes =
        hello.epoch === this.epoch &&
        cursor !== undefined &&
        circle.head - cursor <= this.resumeEvents;
      const direct = this.support.directs.get(circle.id);
      const unread = circle
        .messagesNow()
        .filter((m) => m.seq > circle.readSeq && m.author !== circle.me && !m.deleted && !m.muted);
      return {
        id: circle.id,
        name: circle.name,
        me: circle.me,
        role: circle.role,
        joined_seq: circle.joinedSeq,
        head_seq: circle.head,
        read_seq: circle.readSeq,
        unread: unread.length,
        unread_mentions: unread.filter((m) => m.mentions.includes(circle.me)).length,
        closed: false,
        muted_until: circle.mutedUntil,
        slow_mode_seconds: circle.slowModeSeconds,
        ...(direct ? { direct } : {}),
        hidden: circle.hidden,
        catch_up: resumes ? { type: "events", events: circle.log.slice(cursor) } : { type: "gap" },
      };
    });
    const { mentor, takesShifts: on_call } = this.support;
    const known = { epoch: this.epoch, mentor, on_call, server_time: this.time };
    return { type: "welcome", ...known, ...this.me!, circles };
  }

  #history(circle: FakeCircle, from: Anchor, limit: number): Reply {
    const all = circle.messagesNow();
    const place = (found: number) => (found === -1 ? all.length : found);
    const around = (at: number): [number, number] => [at - limit / 2, at + limit / 2];
    const [start, end] = ((): [number, number] => {
      switch (from.type) {
        case "newest":
          return [all.length - limit, all.length];
        case "before": {
          const at = place(all.findIndex((m) => m.seq >= from.seq));
          return [at - limit, at];
        }
        case "after": {
          const at = place(all.findIndex((m) => m.seq > from.seq));
          return [at, at + limit];
        }
        case "around":
          return around(place(all.findIndex((m) => m.seq >= from.seq)));
        case "date":
          return around(place(all.findIndex((m) => m.sent_at >= from.at)));
        case "first_unread":
          return around(place(all.findIndex((m) => m.seq > circle.readSeq)));
      }
    })();
    return {
      type: "history",
      messages: all.slice(Math.max(0, start), end),
      has_older: start > 0,
      has_newer: end < all.length,
      head_seq: circle.head,
    };
  }
}
