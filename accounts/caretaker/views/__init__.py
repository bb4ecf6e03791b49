"""The pages: what the caretaker may do, and a lost second factor."""
