"""Everything of Rolecall on one machine: kept running for `rolecall run`, told as a story by `rolecall demo`."""
