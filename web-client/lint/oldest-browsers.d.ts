export const oldestBrowsers: ReadonlyMap<string, number>;
export const buildTargets: string[];
