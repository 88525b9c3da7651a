// The Svelte context that gives every view the `App`.

import { createContext } from "svelte";
import type { App } from "../state/contract";

export const [getApp, setApp] = createContext<App>();
