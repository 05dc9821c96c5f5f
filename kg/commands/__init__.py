"""The commands of `kg`: one module each, named like the command, whose function `command` it is.

The first line of that function's docstring is what `kg --help` says of it. It takes a `kg.settings.Settings` by
`click.pass_obj`, prints results on stdout, returns an exit code (None for 0), and imports what is heavy when it runs.
"""
