// Svelte context that gives every view below the root the one `App`. Does not know
// whether that is the state layer or a fake in a test.

import { createContext } from "svelte";
import type { App } from "../state/contract";

export const [getApp, setApp] = createContext<App>();
