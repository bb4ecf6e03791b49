"""What people ask or tell the council through its accounts: who answers, and by when."""
