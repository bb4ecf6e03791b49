"""The clock: who hears of what is due, once each, and in one mail a day unless it is urgent."""
