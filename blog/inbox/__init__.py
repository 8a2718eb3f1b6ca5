"""Mail that comes in: the mailbox, and what a mail says. It knows no accounts and no visits."""
