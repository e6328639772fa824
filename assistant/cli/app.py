"""The list of commands; what each does stands in the modules beside this one.

Heavy packages load inside the commands that use them, so that `vorlagen --help` answers at once.
"""

from assistant.cli import answers, evaluation, people, service, stock
from assistant.cli.german_help import Commands

app = Commands(
    name="vorlagen",
    help="Frühere Antworten der Verwaltung finden und Anfragen mit belegten Entwürfen beantworten.",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("ingest")(stock.ingest)
app.command("parse")(answers.parse)
app.command("search")(answers.search)
app.command("draft")(answers.draft)
app.command("verify")(answers.verify)
app.command("train")(stock.train)
app.command("serve")(service.serve)
app.add_typer(evaluation.app, name="eval")
app.command("reindex")(stock.reindex)
app.command("check")(stock.check)
app.command("backup")(stock.backup)
app.command("restore")(stock.restore)
app.command("forget")(stock.forget)
app.add_typer(people.app, name="user")
