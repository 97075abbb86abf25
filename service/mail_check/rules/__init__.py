"""The rules of mail: what is known of settings, DNS and mail server in, findings out. Nothing is asked here."""
