// What went wrong with asking for help, or with taking it back. Pure.

import { unanswered } from "../../state/requester";
import { refusalFrom } from "../refusal";

export type HelpAction = "ask" | "add" | "take_back" | "end";

/** No answer came: whether it was done is not known. */
const notKnown: Record<HelpAction, string> = {
  ask: "We don't know whether that arrived. Please call one of these numbers. You can also ask again: nobody is told twice.",
  add: "We don't know whether that arrived. Please call one of these numbers. You can also ask again.",
  take_back:
    "It may still be on its way: we don't know whether taking it back arrived. Please press the button again. If somebody writes or calls, you can tell them that you are OK.",
  end: "We don't know whether that arrived, and people may still be told. Please press “I'm OK now” again. If somebody writes or calls, you can tell them.",
};

/** The server could not do it. */
const notDone: Record<HelpAction, string> = {
  ask: "That did not reach anybody. Please call one of these numbers, or try again.",
  add: "Nobody else was told. Please call one of these numbers, or try again.",
  take_back: "It could not be taken back, and is on its way. Please press the button again.",
  end: "That could not be saved, and people may still be told. Please press “I'm OK now” again.",
};

export function helpProblem(action: HelpAction, thrown: unknown): string {
  if (unanswered(thrown)) return notKnown[action];
  const { code, message } = refusalFrom(thrown);
  return code === "unavailable" ? notDone[action] : message;
}
