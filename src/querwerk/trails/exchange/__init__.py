"""Outside formats of the trails: logs in; pictures, posters and lists out.

Logs come in with suspicion, are brought into one shape, and people stay behind:

``child``    the door: a file is read in a process of its own, with limits and without a network
``look``     what a file holds: its columns, which of them look like people, what each could mean
``events``   the chosen columns as the events that :mod:`querwerk.analysis.handoffs` counts
``counted``  a file counted where it is read; ``stream`` cuts logs larger than memory into parts of whole cases
``council``  papers of a council and the bodies they pass

Under them lie the formats (``xes``, ``xes_plain``, ``comma``, ``parquet``), what they have in common (``content``,
``table``, ``moments``, ``people``) and what goes wrong (``limits``, ``notes``). None of these knows Django, so that
a command or a limited process starts fast.
"""
