"""What a telephone call has that other talks have not: a PIN, a recording, keys, a person to be put through to."""
