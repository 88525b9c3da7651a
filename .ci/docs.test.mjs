// The pages say what is there: links lead somewhere, names and quoted code are in the code,
// every dependency has its line, every decision is listed, every command of the Makefile is
// named.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import test from "node:test";

const root = resolve(import.meta.dirname, "..");
const read = (path) => readFileSync(join(root, path), "utf8");

const pages = [
  ...readdirSync(root).filter((name) => name.endsWith(".md")),
  ...readdirSync(join(root, "docs"), { recursive: true })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name)),
];

/** As a heading's address is made from its text. */
const anchor = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");

const anchorsOf = (path) =>
  [...read(path).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchor(heading));

test("every link between the pages leads somewhere", () => {
  const broken = [];
  for (const page of pages) {
    for (const [, link] of read(page).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(link)) continue;
      const [path, heading] = link.split("#");
      const target = path === "" ? page : join(dirname(page), path);
      const good =
        existsSync(join(root, target)) && (!heading || anchorsOf(target).includes(heading));
      if (!good) broken.push(`${page}: ${link}`);
    }
  }
  assert.deepEqual(broken, []);
});

const skipped = new Set(["node_modules", "target", "dist", ".git"]);
const below = (folder) =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => !skipped.has(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? [path, ...below(path)] : [path];
    });
const paths = below(".").map((path) => `/${path}`);

test("every file that a page for contributors names is there", () => {
  const gone = [];
  for (const page of ["architecture.md", "development.md", "add-a-command.md"]) {
    for (const [, name] of read(join("docs", page)).matchAll(/`([\w./-]+\/[\w.-]+\.\w+)`/g)) {
      if (name.startsWith("target/")) continue;
      if (!paths.some((path) => path.endsWith(`/${name}`))) gone.push(`${page}: ${name}`);
    }
  }
  assert.deepEqual(gone, []);
});

test("every name in the architecture page is in the code", () => {
  const sources = paths
    .filter((path) => /\.(rs|ts|svelte|sql|toml|json)$/.test(path))
    .map((path) => read(path.slice(1)));
  const known = new Set([...sources, ...paths].flatMap((text) => text.match(/\w+/g) ?? []));
  const spans = [...read("docs/architecture.md").matchAll(/`([^`\n]+)`/g)];
  const names = spans.flatMap(([, span]) => span.match(/\w+/g) ?? []);
  const compound = names.filter((name) => /[a-z](_|[A-Z])[A-Za-z]/.test(name));
  assert.ok(compound.length > 20, "the page names code");
  assert.deepEqual(
    compound.filter((name) => !known.has(name)),
    [],
  );
});

test("the code that a page quotes is in a file that the page names", () => {
  const dense = (text) => text.replace(/\s+/g, "");
  const page = read("docs/add-a-command.md");
  const named = [...page.matchAll(/`([\w./-]+\/[\w.-]+\.(?:rs|ts))`/g)].map(([, path]) => path);
  const sources = [...new Set(named)].map((path) => dense(read(path)));
  const quoted = [...page.matchAll(/^ *```(?:rust|ts)\n(.*?)^ *```$/gms)].map(([, code]) => code);
  assert.ok(quoted.length > 5, "the page quotes code");
  assert.deepEqual(
    quoted.filter((code) => !sources.some((source) => source.includes(dense(code)))),
    [],
  );
});

test("every dependency has a line that says what it is for", () => {
  const page = read("docs/development.md");
  const named = new Set([...page.matchAll(/`([^`\s]+)`/g)].map(([, word]) => word));
  const missing = [...crates(), ...packages()].filter((name) => !named.has(name));
  assert.deepEqual(missing, []);
});

test("no dependency is explained that is not there", () => {
  const chapter = read("docs/development.md").split("## Dependencies")[1].split("\n## ")[0];
  const known = new Set([...crates(), ...packages()]);
  const gone = [...chapter.matchAll(/^\| (`.*?) \| .* \|$/gm)]
    .flatMap(([, names]) => [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => name))
    .filter((name) => !known.has(name));
  assert.deepEqual(gone, []);
});

test("every decision is listed", () => {
  const list = read("docs/decisions/README.md");
  const files = readdirSync(join(root, "docs/decisions")).filter((name) => /^\d{4}-/.test(name));
  assert.deepEqual(
    files.filter((name) => !list.includes(`(${name})`)),
    [],
  );
});

test("every command of the Makefile is explained", () => {
  const commands = [...read("Makefile").matchAll(/^([a-z]+):[^#\n]*## /gm)].map(([, name]) => name);
  const page = read("docs/development.md");
  const silent = commands.filter((name) => name !== "help" && !page.includes(`\`make ${name}\``));
  assert.deepEqual(silent, []);
});

test("README names the oldest browsers that the client is built for", () => {
  const { browserslist } = JSON.parse(read("web-client/package.json"));
  const named = {
    chrome: "Chrome",
    edge: "Edge",
    firefox: "Firefox",
    safari: "Safari",
    ios_saf: "iOS",
  };
  for (const line of browserslist) {
    const [browser, version] = line.split(" >= ");
    assert.ok(read("README.md").includes(`${named[browser]} ${version}`), line);
  }
});

function crates() {
  const names = new Set();
  for (const part of ["protocol", "server", "tests"]) {
    const sections = read(join(part, "Cargo.toml")).split(/^\[/m);
    for (const section of sections.filter((text) => /^(dev-|build-)?dependencies\]/.test(text))) {
      for (const [, name] of section.matchAll(/^([a-z0-9_-]+)(?:\.workspace)? *=/gm)) {
        if (!name.startsWith("circles-")) names.add(name);
      }
    }
  }
  return names;
}

function packages() {
  const { dependencies, devDependencies } = JSON.parse(read("web-client/package.json"));
  return Object.keys({ ...dependencies, ...devDependencies });
}
