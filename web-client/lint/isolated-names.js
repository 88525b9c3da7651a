// An ESLint rule: what a person typed as a name stands in a direction of its own
// wherever it stands among other words. In markup that is `<bdi>` (or `dir="auto"` on
// what holds nothing else), in a string `isolated()`. A name is known by what it is
// called in the code. A sentence never stands in `<bdi>`: that would go by its first
// letter, also where this is the name's.

/** What names of people, circles and the like are called. */
const names = new Set([
  ...["actor", "alias", "author", "claimant", "me", "mentor", "name", "on_duty"],
  ...["place", "step", "who", "with"],
]);

/** Of something that has one; by itself it may be any words of ours. */
const fields = new Set([...names, "label", "title"]);

/** Functions that return such a name as it was typed. */
const givers = new Set([
  "aliasOf",
  "called",
  "circleName",
  "mentorName",
  "nameOf",
  "nameWithin",
  "queueName",
]);
givers.add("nameOf");

const calleeOf = ({ callee }) => (callee.type === "MemberExpression" ? callee.property : callee);

function isName(node) {
  switch (node?.type) {
    case "Identifier":
      return names.has(node.name);
    case "MemberExpression":
      return !node.computed && fields.has(node.property.name);
    case "ChainExpression":
      return isName(node.expression);
    case "CallExpression":
      return givers.has(calleeOf(node).name);
    case "LogicalExpression":
      return isName(node.left) || isName(node.right);
    case "ConditionalExpression":
      return isName(node.consequent) || isName(node.alternate);
    default:
      return false;
  }
}

const isBlank = (node) => node.type === "SvelteText" && node.value.trim() === "";

/** In an element of its own direction, or alone in one that takes its content's. */
function standsAlone(tag) {
  const element = tag.parent;
  if (element.type !== "SvelteElement") return false;
  if (element.name.name === "bdi") return true;
  const auto = element.startTag.attributes.some(
    ({ type, key, value }) =>
      type === "SvelteAttribute" && key.name === "dir" && value[0]?.value === "auto",
  );
  return auto && element.children.every((child) => child === tag || isBlank(child));
}

export const isolatedNames = {
  meta: {
    type: "problem",
    schema: [],
    messages: {
      markup: "A name among other words stands in <bdi>.",
      text: "A name within a sentence goes through isolated().",
    },
  },
  create(context) {
    const inText = (node) => isName(node) && context.report({ node, messageId: "text" });
    return {
      TemplateLiteral: ({ expressions }) => expressions.forEach(inText),
      SvelteAttribute: ({ value }) => {
        if (value.length < 2) return;
        for (const part of value) if (part.type === "SvelteMustacheTag") inText(part.expression);
      },
      SvelteMustacheTag: (node) => {
        if (node.parent.type === "SvelteAttribute" || !isName(node.expression)) return;
        if (!standsAlone(node)) context.report({ node, messageId: "markup" });
      },
    };
  },
};
