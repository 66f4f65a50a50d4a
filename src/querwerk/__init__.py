"""Querwerk: the golden thread of a municipality, as folders.

An inquiry or idea becomes a sprint, a team, a candidate, a prioritised lead project, a decision, a monitored
delivery, a published solution and an adoption elsewhere. Each stage is one folder; a later one may call an
earlier one, never the reverse (``lint-imports`` proves it):

``structure``  the matrix: line (departments, offices) and cross (themes); people, posts, vocabulary, sources
``accounts``   who may come in: second factors, the identity provider, mailed links, tokens, keeping accounts
``intake``     inquiries and ideas, and the answers that are owed
``trails``     paper trails: through how many hands?
``sprints``    sprints and workshops: agenda, seats, board, ideas and how they leave
``teams``      two to five people who carry an idea out; release by the line
``projects``   candidates, lead projects and their sheets: goals, milestones, resources, lineage
``delivery``   statements by period and the monitoring report, frozen

Under them lie ``outbox`` (mail to people), ``search`` (words of everything), ``journal`` (append-only memory),
``analysis`` (pure functions), ``dates`` (dates as councils write them), ``threads`` (what a station of the thread is)
and ``confined`` (a process that may do little, for files from outside); over them ``web`` (addresses, access table,
pages, commands).
"""
