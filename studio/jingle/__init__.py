"""Brand jingles, composed from the brief and played by a synthesiser of our own."""

from studio.jingle.maker import maker

__all__ = ["maker"]
