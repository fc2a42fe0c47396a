"""What zone authorities, power companies and government do with money in a quarter: draw, act, serve, pay, repay."""
