"""What everybody may see of the register: the list of official accounts, and "is this ours?"."""
