"""Films from a script: scenes drawn and set in motion, spoken over, scored, captioned and encoded."""
