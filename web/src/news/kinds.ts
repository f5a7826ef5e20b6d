/** What each kind of news is called, in the order in which they are set. */
export const KINDS: Record<string, { name: string; keepersOnly?: boolean }> = {
  run_completed: { name: "A run is done" },
  run_failed: { name: "A run has stopped" },
  review_failed: { name: "A review turned a piece down" },
  credits_low: { name: "Credits run low", keepersOnly: true },
  webhook_disabled: { name: "A webhook was turned off", keepersOnly: true },
  caller_wants_person: { name: "A caller wants a person" },
  call_back_unreached: { name: "A call back reached nobody" },
  call_back_voicemail: { name: "A call back left a message" },
};
