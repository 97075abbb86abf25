"""The service: data, rules, API and pages, one package per thing."""
