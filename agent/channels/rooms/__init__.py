"""Calls in LiveKit rooms: livekit-agents carries the audio, the ear and the floor of every channel lead the talk."""
