"""What the agent can do: one typed function per act, in one registry."""
