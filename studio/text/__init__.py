"""Copy without a provider: composed from the brief, the knowledge base and phrase banks."""

from studio.text.mail import email_html
from studio.text.networks import Network, network_of
from studio.text.writers import makers

__all__ = ["Network", "email_html", "makers", "network_of"]
