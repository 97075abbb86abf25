"""From a description to ranked listings."""
