// What the oldest browsers we serve lack of what the client uses, Svelte included.
// Fetched by those browsers only (needs.ts). The checker of the built files allows
// exactly what is imported here.

import "core-js/actual/array/find-last";
import "core-js/actual/array/find-last-index";
import "core-js/actual/array/to-reversed";
import "core-js/actual/array/to-sorted";
import "core-js/actual/array/to-spliced";
import "core-js/actual/array/with";

import structuredClone from "@ungap/structured-clone";

if (!("structuredClone" in globalThis)) Object.assign(globalThis, { structuredClone });
