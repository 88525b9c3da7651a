// The coordinator's requests, for the screens that make them. They come with those
// screens, since only coordinators have any use for them.

import { createCentre } from "../../state/centre";
import type { Centre } from "../../state/contract";
import { getApp } from "../app-context";

/** To be called while a component is set up, like `getApp`. */
export const getCentre = (): Centre => createCentre(getApp().centreHost);
