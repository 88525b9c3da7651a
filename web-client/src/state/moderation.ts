// What a moderator can do in one circle, as requests to the server. Keeps nothing: the
// results come as events.

import type { Circle, Moderation } from "./contract";

export function moderationOf({ id: circle, server }: Circle): Moderation {
  return {
    async muteMessages(ids, reason) {
      await server.ask({ type: "mute_messages", circle, messages: [...ids], reason });
    },
    async unmute(id) {
      await server.ask({ type: "unmute_messages", circle, messages: [id] });
    },
    reveal: async (message) =>
      (await server.ask({ type: "reveal_message", circle, message })).message,
    async muteMember(member, duration, reason) {
      await server.ask({ type: "mute_member", circle, member, duration, reason });
    },
    async massMute(member, duration, reason) {
      await server.ask({ type: "mass_mute", circle, member, duration, reason });
    },
    async unmuteMember(member) {
      await server.ask({ type: "unmute_member", circle, member });
    },
    async setSlowMode(seconds) {
      await server.ask({ type: "set_slow_mode", circle, seconds });
    },
    async propose(member, action, reason) {
      await server.ask({ type: "propose_action", circle, member, action, reason });
    },
    actions: async () => (await server.ask({ type: "list_actions", circle })).actions,
  };
}
