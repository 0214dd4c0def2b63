/* The app that was open last. This browser stores it, and `/` opens it. */
const STORED_AS = 'last-app'

export const lastApp = (): string | null => localStorage.getItem(STORED_AS)
export const rememberApp = (appId: string): void => localStorage.setItem(STORED_AS, appId)
