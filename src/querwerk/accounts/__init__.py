"""Who may come in: log-ins, second factors, the identity provider, mailed links, tokens; and who keeps accounts.

What somebody may do once inside follows from the posts they hold (``structure``), never from the account.
"""
