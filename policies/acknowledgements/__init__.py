"""Who must read which version of a policy, and who said that they did."""
