"""Reports for an auditor: rates by declared group, the swap test, and what words outside the lists still do."""
