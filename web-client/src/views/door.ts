// Hands the one `App` to every view below the root. Knows nothing of what
// stands behind it: the state layer, or a made-up one in a test.

import { createContext } from "svelte";
import type { App } from "../state/contract";

export const [theApp, provideApp] = createContext<App>();
