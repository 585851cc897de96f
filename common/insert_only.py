"""Tables that take new rows and nothing else: the database itself refuses to change or remove one.

A migration names its table: `operations = [insert_only("certificates_anchor")]`.
"""

from functools import partial

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.migrations.state import StateApps

SET = {
    "sqlite": """
CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{table} is insert only'); END;
CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{table} is insert only'); END;
""",
    "postgresql": """
CREATE OR REPLACE FUNCTION insert_only_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION
 USING MESSAGE = TG_TABLE_NAME || ' is insert only', ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION insert_only_refuse();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION insert_only_refuse();
""",
}
# The function stays: other tables use it.
TAKEN_AWAY = {
    "sqlite": "DROP TRIGGER {table}_no_update;\nDROP TRIGGER {table}_no_delete;\n",
    "postgresql": "DROP TRIGGER {table}_no_change ON {table};\nDROP TRIGGER {table}_no_truncate ON {table};\n",
}


def insert_only(table: str) -> RunPython:
    """The step of a migration that guards a table, in whichever database is in use."""
    return RunPython(partial(_execute, SET, table), partial(_execute, TAKEN_AWAY, table))


def _execute(statements: dict[str, str], table: str, apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in statements[schema_editor.connection.vendor].format(table=table).split(";\n"):
        if statement.strip():
            schema_editor.execute(statement)
