"""Whether this installation's mail meets what Gmail, Yahoo and Microsoft ask of bulk senders, and what to do if not."""
