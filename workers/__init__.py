"""Thin arq tasks over the service's actions, and the process that keeps them running."""
