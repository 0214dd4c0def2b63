/* The app looked at last, kept in this browser: where `/` leads. */
const STORED_AS = 'last-app'

export const lastApp = (): string | null => localStorage.getItem(STORED_AS)
export const rememberApp = (appId: string): void => localStorage.setItem(STORED_AS, appId)
