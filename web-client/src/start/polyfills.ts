// Polyfills for what the client, Svelte included, needs and the oldest supported browsers
// lack. Only those browsers load them (needs.ts). The check of the built files allows
// exactly what is imported here.

import "core-js/actual/array/find-last";
import "core-js/actual/array/find-last-index";
import "core-js/actual/array/to-reversed";
import "core-js/actual/array/to-sorted";
import "core-js/actual/array/to-spliced";
import "core-js/actual/array/with";

import structuredClone from "@ungap/structured-clone";

if (!("structuredClone" in globalThis)) Object.assign(globalThis, { structuredClone });
