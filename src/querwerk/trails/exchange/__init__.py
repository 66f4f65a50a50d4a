"""Event logs from outside: read with suspicion, brought into one shape, persons left behind.

``child``    the door: a file is read in a process of its own, with limits and without a network
``look``     what a file holds: its columns, which of them look like persons, what each could mean
``events``   the chosen columns as the events that :mod:`querwerk.analysis.handoffs` counts
``council``  papers of a council and the bodies they pass

Under them lie the formats (``xes``, ``xes_plain``, ``comma``, ``parquet``), what they have in common (``content``,
``table``, ``moments``, ``people``) and what goes wrong (``limits``, ``notes``). None of these knows Django.
"""
