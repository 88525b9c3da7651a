// Checks of answers about private conversations, apart from the circles themselves.

import { number, shape, text, type Check } from "./shape";
import type { BlockView } from "./wire";

export const block: Check<BlockView> = shape<BlockView>({ id: text, alias: text, at: number });
