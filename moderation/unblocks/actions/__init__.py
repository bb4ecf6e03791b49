from moderation.unblocks.actions.asking import add_fact, send_request, withdraw_request

__all__ = ["add_fact", "send_request", "withdraw_request"]
