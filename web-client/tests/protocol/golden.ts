// The golden examples, which the server's side of the wire format writes.

import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const folders = resolve(import.meta.dirname, "../../../protocol/golden");

export function golden(folder: "frames" | "http" | "requests"): [name: string, content: string][] {
  const files = readdirSync(join(folders, folder)).filter((name) => name.endsWith(".json"));
  return files.map((name) => [
    name.replace(/\.json$/, ""),
    readFileSync(join(folders, folder, name), "utf8"),
  ]);
}
