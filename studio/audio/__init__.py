"""Sound after it has been played or spoken: measured, mastered, mixed and encoded."""
