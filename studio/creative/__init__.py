"""What a creative asset goes through before it is rendered: concepts, a script, scenes."""
