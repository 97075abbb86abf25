"""All alerts at a glance, for whoever runs the installation: what is told, late, silent or skipped, and why."""
