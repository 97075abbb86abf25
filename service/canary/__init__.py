"""The canary: a listing of nobody's that must become a mail in a test mailbox, which proves the whole chain at once.

Its listings are `canary` rows of an organisation for which nobody acts. They are not open to whoever looks
(service.listings.queries.is_open), so that no search, page, feed, facet, count or index holds them, and of all alerts
only the canary's own meets them (service.alerts.queries.accepted_pairs). Everything else is done to them as to any
other listing, by the same workers and the same code.
"""
