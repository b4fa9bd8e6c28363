"""The inbox: mails from strangers, read into what services/replies takes, from a pipe, a Maildir or IMAP."""
