"""An identity provider to try with: a real one (OpenID Connect), for invented people, on this machine alone.

It is a Django of its own with a house of its own (``QUERWERK_HOME``/provider); Querwerk knows it by its address only.
"""

#: What the provider calls Querwerk.
CLIENT = "querwerk-demo"
#: Who is in this group leads a project: it stands for Ayşe's post.
GROUP = "leitung-karlsruhe-digital"
