"""What of the overview should worry whoever runs the installation, in sentences. No clock, no SQL."""

from datetime import datetime, timedelta

from service.alerts.overview.schemas import AlertsOverview

# Work is found within seconds: what waits longer than this is late.
_LATE = timedelta(seconds=60)
_WHAT = {"compose_mail": ("person's news", "persons' news"), "send_mail": ("mail", "mails")}


def concerns_of(overview: AlertsOverview, *, now: datetime) -> list[str]:
    concerns = []
    for each in overview.overdue:
        late = now - each.due_at
        if late > _LATE:
            one, several = _WHAT.get(each.kind, (each.kind, each.kind))
            what = f"1 {one} waits" if each.count == 1 else f"{each.count} {several} wait"
            concerns.append(
                f"{what} beyond the time it was due, the first for {late.total_seconds() / 60:.0f} minutes."
            )
    if overview.forgotten_matches:
        concerns.append(f"{overview.forgotten_matches} found and not told, and no work asks for the mail: report this.")
    if overview.forgotten_mails:
        concerns.append(f"{overview.forgotten_mails} mails made and not sent, and no work asks for them: report this.")
    return concerns
