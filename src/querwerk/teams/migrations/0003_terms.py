"""The words that skills are called by, each once: a question looks through them instead of through every skill's own.

What is known is taken over as it stands.
"""

from django.db import migrations, models

_THERE = [
    "INSERT INTO teams_term (text, stem) SELECT text, MIN(stem) FROM teams_skillword GROUP BY text",
    "INSERT INTO teams_skill_terms (skill_id, term_id)"
    " SELECT w.skill_id, t.id FROM teams_skillword w JOIN teams_term t ON t.text = w.text",
]
_BACK = [
    "INSERT INTO teams_skillword (skill_id, text, stem)"
    " SELECT h.skill_id, t.text, t.stem FROM teams_skill_terms h JOIN teams_term t ON t.id = h.term_id",
]


class Migration(migrations.Migration):
    dependencies = [("teams", "0002_exit_rule")]
    operations = [
        migrations.CreateModel(
            name="Term",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=80, unique=True)),
                ("stem", models.CharField(db_index=True, max_length=80)),
            ],
        ),
        migrations.AddField("skill", "terms", models.ManyToManyField(related_name="skills", to="teams.term")),
        migrations.RunSQL(_THERE, _BACK),
        migrations.DeleteModel("SkillWord"),
    ]
