const KEY = "drumbeat.conversation";

/** The conversation's id outlives a reload of this tab. It is no secret: it opens nothing without the session. */
export const rememberedConversation = (): string | null => sessionStorage.getItem(KEY);
export const rememberConversation = (id: string): void => sessionStorage.setItem(KEY, id);
export const forgetConversation = (): void => sessionStorage.removeItem(KEY);
