"""Why a listing fits an alert, as a mail says it: computed when the mail is written, from what both say then."""
