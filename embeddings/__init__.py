"""Text in, unit vectors out, neighbours back; nothing of HTTP, SQL, settings or e-mail, so that it is usable alone."""
