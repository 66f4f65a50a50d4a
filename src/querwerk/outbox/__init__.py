"""Mail to people: written into the database with the action that causes it, sent later by the worker.

The promise: a mail is never lost, and it is sent at most twice if the worker dies between the server's yes and the
commit; the second one carries the same Message-ID. Nobody can honestly promise more over SMTP. No mail is sent to
somebody who is no longer entitled to read it, and each person can read on their own page what was sent to them.
"""
