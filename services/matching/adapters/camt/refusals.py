"""Why a file is not taken as bank statements.

StatementFileRefused
├── FileEmpty, FileTooLarge, FileIsArchive        before its bytes are looked at
├── EncodingRefused, DoctypeRefused, TagTooLong   before a parser sees them
├── NotWellFormed, TooDeep, TooManyElements       as XML
├── NotAStatement, OnlyAnnounces                  as a message
├── SchemaRefused                                 against the standard's schema
└── ElementMissing, ValueRefused, TooManyEntries, TooManyStatements, NoStatement
"""

from libs.events.loop.decider import Refusal


class StatementFileRefused(Refusal):
    """The file is not taken as bank statements."""

    RULE = "statement_file"


class FileEmpty(StatementFileRefused):
    """The file is empty."""

    RULE = "file_empty"


class FileTooLarge(StatementFileRefused):
    """The file has {bytes} bytes; at most {bytes_max} are read."""

    RULE = "file_too_large"


class FileIsArchive(StatementFileRefused):
    """The file is a {kind} archive; unpack it and send the statements in it one by one."""

    RULE = "file_is_archive"


class EncodingRefused(StatementFileRefused):
    """The file is not in the encoding {encoding} that it should be in: {reason}."""

    RULE = "encoding"


class DoctypeRefused(StatementFileRefused):
    """The file has a document type declaration (byte {byte}); XML with one is never read."""

    RULE = "doctype"


class TagTooLong(StatementFileRefused):
    """The file has a tag of more than {bytes_max} bytes (byte {byte})."""

    RULE = "tag_too_long"


class NotWellFormed(StatementFileRefused):
    """The file is no well-formed XML: line {line}: {reason}."""

    RULE = "not_well_formed"


class TooDeep(StatementFileRefused):
    """Elements lie more than {depth_max} deep in one another (line {line})."""

    RULE = "too_deep"


class TooManyElements(StatementFileRefused):
    """One entry, or what stands before the first, has more than {elements_max} elements."""

    RULE = "too_many_elements"


class NotAStatement(StatementFileRefused):
    """The file is {found}, no bank statement of ISO 20022 (camt.053)."""

    RULE = "not_a_statement"


class OnlyAnnounces(StatementFileRefused):
    """A {message} only announces what a statement (camt.053) books later; send the statement."""

    RULE = "only_announces"


class SchemaRefused(StatementFileRefused):
    """The file is no valid {message}: line {line}, {element}: {reason}."""

    RULE = "schema"


class ElementMissing(StatementFileRefused):
    """Line {line}: {element} has no {missing}."""

    RULE = "element_missing"


class ValueRefused(StatementFileRefused):
    """Line {line}: {element} holds {value}: {reason}."""

    RULE = "value"


class TooManyEntries(StatementFileRefused):
    """The file has more than {entries_max} entries; send it in parts."""

    RULE = "too_many_entries"


class TooManyStatements(StatementFileRefused):
    """The file has more than {statements_max} statements; send it in parts."""

    RULE = "too_many_statements"


class NoStatement(StatementFileRefused):
    """The message holds no statement."""

    RULE = "no_statement"
