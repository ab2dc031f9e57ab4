/** Why a check is missed, by its name: the document says it. What is not missed needs none. */
export const BECAUSE: Readonly<Record<string, string>> = {};
