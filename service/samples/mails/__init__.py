"""Every kind of mail with realistic contents, made from the sample listings: to look at, without a database."""
