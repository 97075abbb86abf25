"use strict";
// Mails come at the hour of the person's own clock: say which zone it is set to.
for (const field of document.querySelectorAll("[data-time-zone]")) {
  field.value ||= Intl.DateTimeFormat().resolvedOptions().timeZone;
}
