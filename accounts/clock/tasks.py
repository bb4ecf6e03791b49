from accounts.clock.running import remind_everybody
from councilsm.jobs import job


@job(
    "clock.remind",
    once_by="a person, what is due, on which day, and the threshold, under the council’s lock",
)
def remind() -> int:
    """Tells people what is due: at once what is urgent, the rest in the council's morning."""
    return remind_everybody()
